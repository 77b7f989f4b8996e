import { Injectable } from '@nestjs/common';
import type { ReadToken } from '@redress/http';
import { ReadModel, waitForCommand } from '@redress/read-model';
import type { RawBuilder } from 'kysely';
import { metricsProjection } from '../metrics.projection';
import type { FigureFreshness } from './figure-answer.dto';

/** Asks the rows of the metrics projection. */
@Injectable()
export class FigureReader {
  constructor(private readonly readModel: ReadModel) {}

  /** Waits until the rows show the command that a read token stands for. Throws DomainError `unavailable` where that takes too long. */
  waitFor(token: ReadToken | undefined): Promise<void> {
    return waitForCommand(this.readModel, metricsProjection.name, token);
  }

  async rows<Row>(question: RawBuilder<Row>): Promise<readonly Row[]> {
    const { rows } = await question.execute(this.readModel.query);
    return rows;
  }

  freshness(): FigureFreshness {
    return { caughtUpMsAgo: this.readModel.freshness(metricsProjection.name) ?? null };
  }
}
