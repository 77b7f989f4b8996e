import { sql, type ChangeSource } from '@redress/read-model';
import { cases } from './cases.projection';

/** That something has happened to a case; its topic is the id of the case. */
export const caseChanges: ChangeSource = {
  projection: cases.name,
  tables: ['cases'],
  async changes(query, { after, limit, topics }) {
    const { rows } = await sql<{ readonly partition_key: string; readonly change_no: number }>`
      SELECT partition_key, change_no FROM cases
      WHERE change_no > ${after} ${topics === undefined ? sql`` : sql`AND partition_key = ANY(${[...topics]})`}
      ORDER BY change_no LIMIT ${limit}
    `.execute(query);
    return rows.map(({ partition_key: id, change_no: changeNo }) => ({
      changeNo,
      topics: [id],
      key: id,
      event: 'changed',
      body: {},
    }));
  },
};
