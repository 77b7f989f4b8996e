import { Controller, Get, Header, Inject, Optional, VERSION_NEUTRAL } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { HttpProblem, Public } from '@redress/http';
import { TELEMETRY, type Telemetry } from '../telemetry/telemetry';

/** For Prometheus, which signs in nowhere: figures about the process, none about a person. */
@ApiExcludeController()
@Controller({ path: 'metrics', version: VERSION_NEUTRAL })
@Public()
export class MetricsController {
  readonly #telemetry: Telemetry | undefined;

  constructor(@Optional() @Inject(TELEMETRY) telemetry?: Telemetry) {
    this.#telemetry = telemetry;
  }

  @Get()
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  metrics(): Promise<string> {
    if (this.#telemetry === undefined)
      throw new HttpProblem(404, 'no-such-route', 'This process tells no metrics.');
    return this.#telemetry.metricsText();
  }
}
