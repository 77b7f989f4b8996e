import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { decodeCursor, encodeCursor, pastMark, type Page, type PastMark } from '@redress/http';
import { Past, ReadModel, waitForCommand } from '@redress/read-model';
import { boardClockOf, type BoardClock } from '../team-clocks/clock.dto';
import { teamClocks } from '../team-clocks/team-clocks.projection';
import { AskGoingClocks } from './ask-going-clocks.query';
import { goingClocks, placeOf, type GoingPlace } from './going-clocks.sql';

@QueryHandler(AskGoingClocks)
export class AskGoingClocksHandler implements IQueryHandler<AskGoingClocks> {
  constructor(
    private readonly readModel: ReadModel,
    private readonly past: Past,
  ) {}

  async execute({
    team,
    page: { limit, cursor },
    readAfter,
    asOf,
  }: AskGoingClocks): Promise<Page<BoardClock> & { readonly past?: PastMark }> {
    const after = cursor === undefined ? undefined : placeFrom(cursor);
    await waitForCommand(this.readModel, teamClocks.name, readAfter);
    const past = asOf === undefined ? undefined : await this.past.instant(teamClocks.name, asOf);
    const rows = await goingClocks(this.readModel.query, {
      team,
      after,
      limit: limit + 1,
      ...(past === undefined ? {} : { past }),
    });
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    return {
      ...(past === undefined ? {} : { past: pastMark(past) }),
      items: items.map(boardClockOf),
      ...(rows.length > items.length && last !== undefined ? { nextCursor: cursorFor(placeOf(last)) } : {}),
    };
  }
}

const cursorFor = ({ dueAt, partitionKey, subjectId, clock, instance }: GoingPlace): string =>
  encodeCursor(dueAt, partitionKey, subjectId, clock, instance);

function placeFrom(cursor: string): GoingPlace {
  const [dueAt, partitionKey, subjectId, clock, instance] = decodeCursor(
    cursor,
    'integer?',
    'string',
    'string',
    'string',
    'integer',
  );
  return { dueAt, partitionKey, subjectId, clock, instance };
}
