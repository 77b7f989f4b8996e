import type { ReactNode } from 'react';
import type { CaseView } from '../api/types';
import { useWords } from '../i18n/use-words';
import { Panel } from '../ui/panel';
import { useNow } from '../ui/use-now';

/** Who complains about what, where the case stands, and what was said. */
export function CaseFacts({ found }: { readonly found: CaseView }) {
  const { t, word, dateTime, number, timeIn } = useWords();
  const now = useNow();
  const { customer, supervision } = found;
  const facts: readonly (readonly [string, ReactNode])[] = [
    [
      t('case.phase'),
      <span key="phase">
        {word('phase', found.phase)} {found.waitsFor !== null && word('waitsFor', found.waitsFor)}
      </span>,
    ],
    [t('case.kind'), word('kind', found.kind)],
    [t('case.category'), found.category],
    [t('case.priority'), `P${String(found.priority)}`],
    [t('case.tier'), word('tier', found.tier)],
    [t('case.team'), found.team],
    [t('case.agent'), found.agent ?? t('board.pool')],
    [t('case.channel'), word('channel', found.channel)],
    [t('case.registered'), dateTime(found.registeredAt)],
    [t('case.policy'), t('case.policyOf', { name: found.policy.name, version: found.policy.version })],
    [t('case.cycle'), number(found.cycle)],
    [t('case.transfers'), number(found.transfers)],
    [t('case.chases'), number(found.chases)],
  ];
  const zone = customer.timeZone;
  return (
    <Panel
      title={t('case.facts')}
      aside={
        <span className="flags">
          {found.severity === 'grave' && <span className="flag late">{t('case.grave')}</span>}
          {found.specialCare && <span className="flag">{t('case.specialCare')}</span>}
          {supervision?.answeredAt === null && (
            <span className="flag soon">
              {t('case.supervised', { time: dateTime(supervision.orderedAt) })}
            </span>
          )}
        </span>
      }
    >
      <h3>{t('case.customer')}</h3>
      {customer.erased ? (
        <p className="hint">{t('case.erased')}</p>
      ) : (
        <p className="customer">
          <b>{customer.name ?? customer.id}</b>
          {(customer.phones ?? []).map((phone) => (
            <a key={phone} href={`tel:${phone.replaceAll(' ', '')}`}>
              {phone}
            </a>
          ))}
          {customer.email !== undefined && <a href={`mailto:${customer.email}`}>{customer.email}</a>}
          {customer.address}
          {zone !== undefined && (
            <span className="hint">{t('desk.customerTime', { time: timeIn(now, zone) })}</span>
          )}
        </p>
      )}
      {found.description !== null && (
        <>
          <h3>{t('case.said')}</h3>
          <p className="said">{found.description}</p>
        </>
      )}
      {found.remedySought !== null && (
        <>
          <h3>{t('case.wants')}</h3>
          <p className="said">{found.remedySought}</p>
        </>
      )}
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
