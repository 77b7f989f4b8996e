import { Module } from '@nestjs/common';
import { TOKEN_VERIFIER, TokenRefused, type TokenVerifier } from '@redress/http';
import type { Logger } from 'pino';
import type { Settings } from '../config/settings';
import { HEALTH_CHECKS, type HealthCheck } from '../http/health';
import { createHttpApp, listen } from '../http/http-app';
import { HttpModule } from '../http/http.module';
import { loggingModule } from '../logging';
import { TELEMETRY, type Telemetry } from '../telemetry';

/** Nothing here is for anybody who signs in. */
const nobody: TokenVerifier = {
  verify: () => Promise.reject(new TokenRefused('token-wrong-audience', 'No token is good here.')),
};

@Module({})
class HealthModule {}

/** Health and metrics of a process that takes no other requests, on HOST and PORT. */
export async function serveHealth({
  settings,
  logger,
  checks,
  telemetry,
}: {
  readonly settings: Pick<Settings, 'host' | 'port'>;
  readonly logger: Logger;
  readonly checks: readonly HealthCheck[];
  readonly telemetry: Telemetry;
}): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const parts = [
    { provide: HEALTH_CHECKS, useValue: checks },
    { provide: TOKEN_VERIFIER, useValue: nobody },
    { provide: TELEMETRY, useValue: telemetry },
  ];
  const app = await createHttpApp(
    {
      module: HealthModule,
      global: true,
      imports: [loggingModule(logger), HttpModule],
      providers: parts,
      exports: parts.map(({ provide }) => provide),
    },
    { logger, serveDocument: false },
  );
  try {
    return { url: await listen(app, settings), stop: () => app.close() };
  } catch (error) {
    await app.close();
    throw error;
  }
}
