import { Folding } from '../../read-model/src/fold';
import { tableSql } from '../../read-model/src/table-sql';
import { createTestDatabase } from '@redress/testing';
import { metricsProjection } from './metrics.projection';
import { exactSql, countSql, binnedSql } from './response-times/response-times.sql';
import { caseFiguresSql } from './case-figures/case-figures.sql';
import { verdictCountsSql } from './verdict-figures/verdict-figures.sql';

it('bench', async () => {
  const folding = new Folding(metricsProjection);
  const database = await createTestDatabase();
  await database.pool.query('CREATE SCHEMA read_model');
  for (const shape of folding.shapes.values()) {
    for (const c of tableSql(shape, 1).create) await database.pool.query(c);
    await database.pool.query(`CREATE VIEW ${shape.name} AS SELECT * FROM read_model.${shape.name}__g1`);
  }
  const dims = `'ref'||i, 'complaint', 'cat-'||(i%20), 'phone', 'standard', 1+i%5, 'team-'||(i%30), 'agent-'||(i%300), 'p', 1, 1, 1700000000000 + i::bigint*30000`;
  const db = database.db as any;
  for (const [from, to] of [[0,200000]] as const) {
    for (const m of ['first-response', 'resolution']) {
      await database.pool.query(`INSERT INTO figure_samples (partition_key, reference,kind,category,channel,tier,priority,team,agent,policy_name,policy_version,policy_rule,registered_at,measure,cycle,value_ms,happened_at,verdict)
        SELECT gen_random_uuid()::text, ${dims}, '${m}', 1, (exp(10+random()*8))::bigint, 1700000000000 + i::bigint*30000+1000, CASE WHEN random()<0.3 THEN 'missed' ELSE 'met' END FROM generate_series(${from}, ${to - 1}) i`);
      await database.pool.query(`INSERT INTO figure_verdicts (partition_key, reference,kind,category,channel,tier,priority,team,agent,policy_name,policy_version,policy_rule,registered_at,clock,instance,cycle,verdict,breached,due_at,marks,started_at,stopped_at,happened_at)
        SELECT gen_random_uuid()::text, ${dims}, '${m}', 1, 1, CASE WHEN random()<0.3 THEN 'missed' ELSE 'met' END, false, 1, CASE WHEN random()<0.4 THEN '[{"mark":80,"at":1700000000000}]'::jsonb ELSE '[]'::jsonb END, 1,1,1 FROM generate_series(${from}, ${to - 1}) i`);
    }
    await database.pool.query(`VACUUM ANALYZE`);
    const time = async (name: string, q: any) => {
      const ms: number[] = [];
      for (let i = 0; i < 3; i++) { const t = performance.now(); await q.execute(db); ms.push(performance.now() - t); }
      console.log(to, name, Math.round(ms.sort((a, b) => a - b)[1]!));
    };
    const asked = (q: any) => ({ question: { kind: ['complaint'], measure: 'resolution', ...q }, zone: 'Europe/London', withinMs: undefined }) as any;
    await time('count', countSql(asked({}), 1e6));
    await time('exact total', exactSql(asked({})));
    await time('exact agent', exactSql(asked({ by: 'agent' })));
    await time('exact hour', exactSql(asked({ by: 'hour' })));
    await time('exact day', exactSql(asked({ by: 'day' })));
    await time('exact kinds all', exactSql(asked({ kind: ['all'] })));
    await time('exact one day', exactSql(asked({ from: '2023-11-16T00:00:00Z', to: '2023-11-17T00:00:00Z' })));
    await time('exact one day happened', exactSql(asked({ on: 'happened', from: '2023-11-16T00:00:00Z', to: '2023-11-17T00:00:00Z' })));
    await time('exact one agent', exactSql(asked({ agent: ['agent-7'] })));
    await time('sketch total', binnedSql(asked({})));
    await time('sketch agent', binnedSql(asked({ by: 'agent' })));
    await time('sketch day', binnedSql(asked({ by: 'day' })));
    await time('verdicts priority', verdictCountsSql({ kind: ['complaint'], clock: 'resolution', by: 'priority' } as any, 'UTC'));
    await time('verdicts all', verdictCountsSql({ kind: ['complaint'], clock: 'resolution' } as any, 'UTC'));

    const plain = "sum(value_ms)::float8, max(value_ms)";
    const pc = "percentile_cont(ARRAY[0.5,0.9,0.95,0.99]::float8[]) WITHIN GROUP (ORDER BY value_ms::float8)";
    const first = `min(ARRAY[lpad(registered_at::text, 15, '0'), coalesce(reference, ''), partition_key] COLLATE "C")`;
    const first2 = `min(lpad(registered_at::text, 15, '0') || ' ' || coalesce(reference, '') || ' ' || partition_key COLLATE "C")`;
    const first3 = `min(registered_at)`;
    const W = "FROM figure_samples WHERE measure='resolution' AND kind='complaint'";
    const raw = async (name: string, text: string) => {
      const ms: number[] = [];
      for (let i = 0; i < 5; i++) { const t = performance.now(); await database.pool.query(text); ms.push(performance.now() - t); }
      console.log(name, Math.round(ms.sort((a, b) => a - b)[0]!), Math.round(ms[2]!));
    };
    await raw('plain', `SELECT ${plain} ${W}`);
    await raw('pc', `SELECT ${plain}, ${pc} ${W}`);
    await raw('first', `SELECT ${plain}, ${first} ${W}`);
    await raw('first2', `SELECT ${plain}, ${first2} ${W}`);
    await raw('first3', `SELECT ${plain}, ${first3} ${W}`);
    await raw('first agent', `SELECT ${plain}, ${first} ${W} group by agent`);
    await raw('pc agent', `SELECT ${plain}, ${pc} ${W} group by agent`);
    await raw('pc agent first', `SELECT ${plain}, ${pc}, ${first} ${W} group by agent`);
    await raw('pc agent first3', `SELECT ${plain}, ${pc}, ${first3} ${W} group by agent`);
  }
  await database.drop();
}, 600000);
