import type { FigureAnswer } from '../api/types';
import { useWords } from '../i18n/use-words';
import type { Group } from './column';
import { definitionIn } from './definition-texts';
import { chosenOf } from './figure-question';
import type { FigureSpec } from './figure-specs';
import type { FiguresSearch } from './figures-search';

const FRESH_MS = 5_000;

/** What a figure is, over what and of whom it was counted, and how fresh it is. */
export function Provenance({
  answer,
  spec,
  search,
}: {
  readonly answer: FigureAnswer<Group>;
  readonly spec: FigureSpec;
  readonly search: FiguresSearch;
}) {
  const words = useWords();
  const { t, word, number, dateTime, duration, language } = words;
  const { definitionName, definitionVersion, range, zone, kinds, freshness } = answer;
  const { text, lang } = definitionIn(language, answer);
  const some = Object.entries(kinds).filter(([, count]) => count > 0);
  const counted = (some.length === 0 ? Object.entries(kinds).slice(0, 1) : some).map(
    ([kind, count]) => `${word('kind', kind)} ${number(count)}`,
  );
  const chosen = [
    ...spec.choices.map(
      (choice) => `${t(`figures.choices.${choice.name}`)}: ${choice.word(words, chosenOf(choice, search))}`,
    ),
    ...(search.team === undefined ? [] : [`${t('case.team')}: ${search.team}`]),
    ...(search.agent === undefined ? [] : [`${t('case.agent')}: ${search.agent}`]),
  ];
  const ago = freshness.caughtUpMsAgo;
  return (
    <div className="provenance">
      <p>
        <b>{t('figures.definition', { name: definitionName, version: definitionVersion })}</b>{' '}
        <span lang={lang}>{text}</span>
        {lang !== language && <span> {t('figures.inEnglish')}</span>}
      </p>
      <p>
        <span>
          {t('figures.rangeOf', {
            on: t(`figures.on.${range.on}`),
            from: range.from === undefined ? t('figures.first') : dateTime(range.from),
            to: range.to === undefined ? t('figures.last') : dateTime(range.to),
            zone,
          })}
        </span>
        {chosen.length > 0 && <span>{chosen.join(' · ')}</span>}
        <span>{t('figures.kinds', { kinds: counted.join(', ') })}</span>
        <span>
          {ago === null
            ? t('figures.freshUnknown')
            : ago < FRESH_MS
              ? t('figures.freshNow')
              : t('figures.freshAgo', { duration: duration(ago) })}
        </span>
      </p>
    </div>
  );
}
