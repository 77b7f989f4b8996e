import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { Page } from '@redress/http';
import { AskFigureList } from './ask-figure-list.query';
import { FigureReader } from './figure-reader';

/** Answers every list that stands behind a figure. */
@QueryHandler(AskFigureList)
export class AskFigureListHandler implements IQueryHandler<AskFigureList<unknown>> {
  constructor(private readonly reader: FigureReader) {}

  async execute({ list, paging, readAfter }: AskFigureList<unknown>): Promise<Page<unknown>> {
    await this.reader.waitFor(readAfter, list.projection);
    return list.page(this.reader, paging);
  }
}
