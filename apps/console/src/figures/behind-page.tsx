import { getRouteApi, Link } from '@tanstack/react-router';
import { may } from '../app/rights';
import { useWho } from '../app/use-session';
import '../cases/cases.css';
import { FoundPages } from '../cases/found-pages';
import { usePages } from '../cases/use-pages';
import { useWords } from '../i18n/use-words';
import { caseName } from '../ui/case-acts';
import { CaseLink } from '../ui/case-link';
import { BEHIND, type BehindItem } from './behind-columns';
import { chosenOf } from './figure-question';
import { FIGURES, type FigureSpec } from './figure-specs';
import { figuresSearch } from './figures-search';

const route = getRouteApi('/inside/figures/list');

/** What a number of a figure counts, one by one; each leads to its case. The address says which number. */
export function BehindPage() {
  const { t } = useWords();
  const { figure, column, ...asked } = route.useSearch();
  const spec = FIGURES.find(({ id }) => id === figure);
  const columns = BEHIND[spec?.listPath ?? spec?.path ?? ''];
  if (spec === undefined || columns === undefined) return <p className="hint pad">{t('app.notFound')}</p>;
  return <Behind spec={spec} column={column} asked={asked} columns={columns} />;
}

function Behind({
  spec,
  column,
  asked,
  columns,
}: {
  readonly spec: FigureSpec;
  readonly column: string | undefined;
  readonly asked: Readonly<Record<string, string>>;
  readonly columns: NonNullable<(typeof BEHIND)[string]>;
}) {
  const words = useWords();
  const { t } = words;
  const mayOpen = may.workCases(useWho());
  const pages = usePages<BehindItem>(`/v1/figures/${spec.listPath ?? spec.path}/list`, asked);
  const counted = spec
    .columns({ groups: [], range: { on: 'happened' } })
    .find(({ name }) => name === column)
    ?.label(words);
  const title = t(`figures.${spec.id}`);
  return (
    <div className="cases-page">
      <header className="page-head">
        <h1>{counted === undefined || counted === title ? title : `${title}: ${counted}`}</h1>
        <Link to="/figures" search={{ ...figuresSearch(asked), from: '', to: '', figure: tabOf(spec) }}>
          {t('figures.behind.back')}
        </Link>
      </header>
      <p className="hint pad">
        <Of spec={spec} asked={asked} />
      </p>
      <FoundPages
        pages={pages}
        search={{}}
        head={
          <>
            <th scope="col">{t('board.case')}</th>
            {columns.map(({ head }, n) => (
              <th scope="col" key={n}>
                {head(words)}
              </th>
            ))}
            <th scope="col">{t('board.priority')}</th>
            <th scope="col">{t('case.category')}</th>
            <th scope="col">{t('cases.whose')}</th>
          </>
        }
        row={(item, n) => (
          <tr key={n}>
            <th scope="row" className="case-cell">
              <CaseOf item={item} mayOpen={mayOpen} />
            </th>
            {columns.map(({ cell }, at) => (
              <td key={at}>{cell(words, item)}</td>
            ))}
            <td>{item.priority !== null && `P${String(item.priority)}`}</td>
            <td className="wraps">{item.category}</td>
            <td className="wraps">
              {item.agent ?? <em>{t('board.pool')}</em>} <span className="sub">{item.team}</span>
            </td>
          </tr>
        )}
      />
    </div>
  );
}

/** The figures page shows this one with another. */
const tabOf = ({ id }: FigureSpec): string => (id === 'servqual' ? 'satisfaction' : id);

function CaseOf({ item, mayOpen }: { readonly item: BehindItem; readonly mayOpen: boolean }) {
  const { t } = useWords();
  const { complaintId, reference } = item;
  if (complaintId === null) return <em className="hint">{t('figures.behind.noCase')}</em>;
  const name = caseName({ id: complaintId, reference });
  // An analyst lists what is behind a figure, but opens no case: there stands who complained.
  return mayOpen ? <CaseLink caseId={complaintId}>{name}</CaseLink> : name;
}

/** Of what the figure was: whatever was chosen, in words. */
function Of({
  spec,
  asked,
}: {
  readonly spec: FigureSpec;
  readonly asked: Readonly<Record<string, string>>;
}) {
  const words = useWords();
  const { t, word, dateTime } = words;
  const { kind = 'all', from, to, priority, dimension, channel, tier, promise, remedy, ...rest } = asked;
  const plain = (['team', 'agent', 'category', 'cause', 'currency'] as const).flatMap((name) =>
    rest[name] === undefined ? [] : [`${t(`figures.bys.${name}`)}: ${rest[name]}`],
  );
  const said = [
    word('kind', kind),
    ...spec.choices
      .filter(({ name }) => name !== 'on' && name !== 'promise')
      .map(
        (choice) => `${t(`figures.choices.${choice.name}`)}: ${choice.word(words, chosenOf(choice, asked))}`,
      ),
    ...(promise === undefined ? [] : [word('promise', promise)]),
    ...(remedy === undefined ? [] : [word('remedy', remedy)]),
    ...(dimension === undefined ? [] : [word('dimension', dimension)]),
    ...(priority === undefined ? [] : [`P${priority}`]),
    ...(channel === undefined ? [] : [word('channel', channel)]),
    ...(tier === undefined ? [] : [word('tier', tier)]),
    ...plain,
    `${from === undefined ? t('figures.first') : dateTime(from)} – ${to === undefined ? t('figures.last') : dateTime(to)}`,
  ];
  return <>{said.join(' · ')}</>;
}
