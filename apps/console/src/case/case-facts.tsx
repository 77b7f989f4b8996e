import type { ReactNode } from 'react';
import type { CaseView } from '../api/types';
import { useWords } from '../i18n/use-words';
import { CaseLink } from '../ui/case-link';
import { Panel } from '../ui/panel';
import { periodText } from '../ui/period';
import { useNow } from '../ui/use-now';

/** Who complains about what, where the case stands, and what was said. */
export function CaseFacts({ found }: { readonly found: CaseView }) {
  const words = useWords();
  const { t, word, dateTime, number, timeIn } = words;
  const now = useNow();
  const { customer, supervision } = found;
  const facts: readonly (readonly [string, ReactNode])[] = [
    [
      t('case.phase'),
      <span key="phase">
        {word('phase', found.phase)} {found.waitsFor !== null && word('waitsFor', found.waitsFor)}{' '}
        {found.waitRequest !== null && (
          <span className="flag soon">{t('case.waitAsked', { who: found.waitRequest.requestedBy })}</span>
        )}
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
    ...(found.mergedInto === null
      ? []
      : [
          [
            t('case.goesOnIn'),
            <CaseLink key="into" caseId={found.mergedInto}>
              {found.mergedInto.slice(-8)}
            </CaseLink>,
          ] as const,
        ]),
    ...found.links.map(
      ({ otherId, relation }) =>
        [
          t('case.linked'),
          <span key={otherId}>
            <CaseLink caseId={otherId}>{otherId.slice(-8)}</CaseLink>{' '}
            <small className="hint">{word('relation', relation)}</small>
          </span>,
        ] as const,
    ),
  ];
  const zone = customer.timeZone;
  return (
    <Panel
      title={t('case.facts')}
      aside={
        <span className="flags">
          {found.severity === 'grave' && <span className="flag late">{t('case.grave')}</span>}
          {found.specialCare && <span className="flag">{t('case.specialCare')}</span>}
          {found.escalationLevel > 0 && (
            <span className="flag soon">{t('case.escalated', { count: found.escalationLevel })}</span>
          )}
          {supervision?.answeredAt === null && (
            <span className="flag soon">
              {t('case.supervised', { time: dateTime(supervision.orderedAt) })}
            </span>
          )}
        </span>
      }
    >
      {found.extension !== null && (
        <p className="flag soon wide">
          {t('case.extensionRequested', {
            who: found.extension.requestedBy,
            clock: word('clock', found.extension.clock),
            period: periodText(words, found.extension.within),
          })}
        </p>
      )}
      {found.appeal !== null && (
        <p className="flag soon wide">{t('case.appealed', { time: dateTime(found.appeal.appealedAt) })}</p>
      )}
      {found.answerPromisedBy !== null && (
        <p className="flag wide">{t('case.answerPromised', { time: dateTime(found.answerPromisedBy) })}</p>
      )}
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
        {facts.map(([name, value], n) => (
          <div key={n}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
