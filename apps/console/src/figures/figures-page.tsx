import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components/Tabs';
import { serverNow } from '../api/use-live-clocks';
import { useWords } from '../i18n/use-words';
import { FigurePanel } from './figure-panel';
import { FIGURES } from './figure-specs';
import { FigureFilters } from './figure-filters';
import { boundsOf, isUpsideDown, type FiguresSearch } from './figures-search';
import { ServqualWeights } from './servqual-weights';

const route = getRouteApi('/inside/figures');

/** What customers said of the dimensions of service stands below how satisfied they are. */
const [servqual] = FIGURES.filter(({ id }) => id === 'servqual');
const TABS = FIGURES.filter((one) => one !== servqual);

/** The figures, each with what it is, over what, and how fresh; to look at, to take away, to print. The address says what is asked. */
export function FiguresPage() {
  const { t } = useWords();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (changed: FiguresSearch) =>
    void navigate({ search: (before) => withoutEmpty({ ...before, ...changed }), replace: true });
  const shown = TABS.find(({ id }) => id === search.figure)?.id ?? 'responseTimes';
  // What was asked stays the same question until something else is chosen, or the page is opened anew.
  const { range, from, to } = search;
  const bounds = useMemo(() => boundsOf(withoutEmpty({ range, from, to }), serverNow()), [range, from, to]);
  return (
    <div className="figures">
      <header className="page-head">
        <h1>{t('figures.title')}</h1>
      </header>
      <Tabs
        selectedKey={shown}
        onSelectionChange={(id) => {
          change({ figure: String(id) });
        }}
      >
        <TabList aria-label={t('figures.title')} className="tabs">
          {TABS.map(({ id }) => (
            <Tab key={id} id={id} className="tab">
              {t(`figures.${id}`)}
            </Tab>
          ))}
        </TabList>
        {TABS.map((one) => (
          <TabPanel key={one.id} id={one.id}>
            <FigureFilters spec={one} search={search} bounds={bounds} onChange={change} />
            {isUpsideDown(bounds) ? (
              <p className="pad" role="alert">
                {t('figures.upsideDown')}
              </p>
            ) : (
              <>
                <FigurePanel spec={one} search={search} bounds={bounds} />
                {one.id === 'satisfaction' && servqual !== undefined && (
                  <FigurePanel spec={servqual} search={search} bounds={bounds}>
                    <ServqualWeights search={search} onChange={change} />
                  </FigurePanel>
                )}
              </>
            )}
          </TabPanel>
        ))}
      </Tabs>
    </div>
  );
}

const withoutEmpty = (search: {
  readonly [Name in keyof FiguresSearch]: string | undefined;
}): FiguresSearch =>
  Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined && value !== ''));
