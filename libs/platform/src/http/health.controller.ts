import { Controller, Get, Inject, Logger, VERSION_NEUTRAL } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { ApiProblems, HttpProblem, Public, RETRY_AFTER_SECONDS } from '@redress/http';
import { HEALTH_CHECKS, type HealthCheck } from './health';

const CHECK_TIMEOUT_MS = 2_000;

/** How one check went. */
class CheckResult {
  @ApiProperty()
  readonly name!: string;

  @ApiProperty()
  readonly ok!: boolean;

  @ApiProperty({ required: false, description: 'Why it is not well.' })
  readonly reason?: string;
}

class Live {
  @ApiProperty({ enum: ['live'] })
  readonly status!: 'live';
}

class Ready {
  @ApiProperty({ enum: ['ready'] })
  readonly status!: 'ready';

  @ApiProperty({ type: [CheckResult] })
  readonly checks!: readonly CheckResult[];
}

/** For whoever keeps the process running. */
@ApiTags('health')
@Controller({ path: 'health', version: VERSION_NEUTRAL })
@Public()
export class HealthController {
  readonly #checks: readonly HealthCheck[];
  readonly #logger = new Logger(HealthController.name);

  constructor(@Inject(HEALTH_CHECKS) checks: readonly HealthCheck[]) {
    this.#checks = checks;
  }

  /** Whether the process is there at all. */
  @Get('live')
  @ApiOperation({ summary: 'Whether the process is there', operationId: 'live', security: [] })
  @ApiOkResponse({ type: Live })
  live(): Live {
    return { status: 'live' };
  }

  /** Whether it can take requests; 503 `not-ready` with the reasons where not. */
  @Get('ready')
  @ApiOperation({
    summary: 'Whether it can take requests, and if not why',
    operationId: 'ready',
    security: [],
  })
  @ApiOkResponse({ type: Ready })
  @ApiProblems(503)
  async ready(): Promise<Ready> {
    const checks = await Promise.all(this.#checks.map((check) => this.#run(check)));
    const unwell = checks.filter(({ ok }) => !ok).map(({ name }) => name);
    if (unwell.length === 0) return { status: 'ready', checks };
    throw new HttpProblem(503, 'not-ready', `Not ready: ${unwell.join(', ')}.`, {
      members: { checks },
      headers: { 'Retry-After': String(RETRY_AFTER_SECONDS) },
    });
  }

  async #run(healthCheck: HealthCheck): Promise<CheckResult> {
    const { name } = healthCheck;
    let timer: NodeJS.Timeout | undefined;
    const silence = new Promise<{ ok: boolean; reason: string }>((resolve) => {
      timer = setTimeout(resolve, CHECK_TIMEOUT_MS, { ok: false, reason: 'gives no answer' });
    });
    try {
      return { name, ...(await Promise.race([healthCheck.check(), silence])) };
    } catch (error) {
      this.#logger.warn({ err: error, check: name }, 'a health check failed');
      return { name, ok: false, reason: 'failed' };
    } finally {
      clearTimeout(timer);
    }
  }
}
