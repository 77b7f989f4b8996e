import { Query } from '@nestjs/cqrs';
import type { Page, ReadToken } from '@redress/http';
import type { FigureList } from './figure-list';
import type { FigurePaging } from './figure-list.dto';

/** What stands behind a figure, a page at a time. */
export class AskFigureList<Item> extends Query<Page<Item>> {
  constructor(
    readonly list: FigureList<Item>,
    readonly paging: FigurePaging,
    readonly readAfter?: ReadToken,
  ) {
    super();
  }
}
