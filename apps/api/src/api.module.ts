import { Module, type DynamicModule, type FactoryProvider } from '@nestjs/common';
import { TOKEN_VERIFIER, type TokenVerifier } from '@redress/http';
import { HEALTH_CHECKS, HttpModule, type HealthCheck } from '@redress/platform';
import { RedressModule, type RedressParts } from '@redress/wiring';

export interface ApiParts extends RedressParts {
  readonly verifier: TokenVerifier;
  /** What must be well before requests are sent here, made of what the features bring. */
  readonly healthChecks: Omit<FactoryProvider<readonly HealthCheck[]>, 'provide'>;
}

/** The features, as answered over HTTP. */
@Module({})
export class ApiModule {
  static on({ verifier, healthChecks, ...redress }: ApiParts): DynamicModule {
    const parts = [
      { provide: TOKEN_VERIFIER, useValue: verifier },
      { provide: HEALTH_CHECKS, ...healthChecks },
    ];
    return {
      module: ApiModule,
      global: true,
      imports: [RedressModule.on(redress), HttpModule],
      providers: parts,
      exports: parts.map(({ provide }) => provide),
    };
  }
}
