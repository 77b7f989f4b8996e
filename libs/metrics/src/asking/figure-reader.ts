import { Injectable } from '@nestjs/common';
import type { ReadToken } from '@redress/http';
import { ReadModel, waitForCommand, type Projection } from '@redress/read-model';
import type { RawBuilder } from 'kysely';
import { metricsProjection } from '../metrics.projection';
import type { FigureFreshness } from './figure-answer.dto';

type Named = Pick<Projection, 'name'>;

/** Asks the rows of figures. What is said of a projection is of `metricsProjection` where none is named. */
@Injectable()
export class FigureReader {
  constructor(private readonly readModel: ReadModel) {}

  /** Waits until the rows show the command that a read token stands for. Throws DomainError `unavailable` where that takes too long. */
  waitFor(token: ReadToken | undefined, { name }: Named = metricsProjection): Promise<void> {
    return waitForCommand(this.readModel, name, token);
  }

  async rows<Row>(question: RawBuilder<Row>): Promise<readonly Row[]> {
    const { rows } = await question.execute(this.readModel.query);
    return rows;
  }

  freshness({ name }: Named = metricsProjection): FigureFreshness {
    return { caughtUpMsAgo: this.readModel.freshness(name) ?? null };
  }
}
