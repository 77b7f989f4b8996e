import { Injectable } from '@nestjs/common';
import type { ReadToken } from '@redress/http';
import { DomainError } from '@redress/kernel';
import { ReadModel } from '@redress/read-model';
import type { RawBuilder } from 'kysely';
import { metricsProjection } from '../metrics.projection';
import type { FigureFreshness } from './figure-answer.dto';

/** How long a question waits for the command that it is to show, in ms of machine time. */
const WAIT_MS = 5_000;

/** Asks the rows of the metrics projection. */
@Injectable()
export class FigureReader {
  constructor(private readonly readModel: ReadModel) {}

  /** Waits until the rows show the command that a read token stands for. Throws DomainError `unavailable` where that takes too long. */
  async waitFor(token: ReadToken | undefined): Promise<void> {
    if (token === undefined) return;
    const { partition, position } = token;
    const options = { timeoutMs: WAIT_MS };
    if (await this.readModel.waitFor(metricsProjection.name, partition, position, options)) return;
    throw new DomainError('unavailable', 'unavailable', 'The figures do not show this command yet.');
  }

  async rows<Row>(question: RawBuilder<Row>): Promise<readonly Row[]> {
    const { rows } = await question.execute(this.readModel.query);
    return rows;
  }

  freshness(): FigureFreshness {
    const ms = this.readModel.freshness(metricsProjection.name);
    return { caughtUpMsAgo: ms ?? null };
  }
}
