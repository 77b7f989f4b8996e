import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Navigate,
  redirect,
} from '@tanstack/react-router';
import { serverNow } from '../api/use-live-clocks';
import type { CasesSearch } from '../cases/cases-search';
import { figuresSearch } from '../figures/figures-search';
import { lastMinute, pastSearch, type PastSearch } from '../past/past-search';
import { session } from '../sign-in/session';
import { SignInPage } from '../sign-in/sign-in-page';
import { useWords } from '../i18n/use-words';
import { homeOf } from './rights';
import { Shell } from './shell';
import { useSession } from './use-session';

const root = createRootRoute({
  notFoundComponent: function NotFound() {
    const { t } = useWords();
    return <p className="hint pad">{t('app.notFound')}</p>;
  },
});

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: ({ next, problem }): { next?: string; problem?: string } => ({
    ...(text(next)?.startsWith('/') === true ? { next: text(next) ?? '/' } : {}),
    ...(text(problem) === undefined ? {} : { problem: text(problem) ?? '' }),
  }),
  component: function SignIn() {
    const { next, problem } = signIn.useSearch();
    const state = useSession();
    return state.step === 'in' ? (
      <Navigate to={next ?? '/'} replace />
    ) : (
      <SignInPage next={next ?? '/'} problem={problem} />
    );
  },
});

/** The pages for whoever is signed in. */
const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  component: function Inside() {
    const state = useSession();
    // Gone from the sign-in while on a page: back here after the next one.
    if (state.step === 'in') return <Shell />;
    const hasLeft = state.step === 'out' && (state.why === 'left' || state.why === 'left-elsewhere');
    const here = `${location.pathname}${location.search}`;
    return <Navigate to="/sign-in" search={hasLeft ? {} : { next: here }} replace />;
  },
});

const home = createRoute({
  getParentRoute: () => inside,
  path: '/',
  beforeLoad: () => {
    const state = session.state();
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- this is how the router is told
    if (state.step === 'in') throw redirect({ to: homeOf(state.who), replace: true });
  },
});

const signedIn = createRoute({
  getParentRoute: () => root,
  path: '/signed-in',
  component: () => <Navigate to="/" replace />,
});

const board = createRoute({
  getParentRoute: () => inside,
  path: '/board',
  component: lazyRouteComponent(() => import('../board/board-page'), 'BoardPage'),
});

/** Without an instant the past begins a moment ago: the address says from then on when. */
const withInstant = (search: PastSearch): Required<Pick<PastSearch, 'at'>> & PastSearch => ({
  ...search,
  at: search.at ?? new Date(lastMinute(serverNow())).toISOString(),
});

const pastBoard = createRoute({
  getParentRoute: () => inside,
  path: '/board/past',
  validateSearch: pastSearch,
  beforeLoad: ({ search }) => {
    if (search.at !== undefined) return;
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- this is how the router is told
    throw redirect({ to: '/board/past', search: withInstant(search), replace: true });
  },
  component: lazyRouteComponent(() => import('../past/past-board-page'), 'PastBoardPage'),
});

const desk = createRoute({
  getParentRoute: () => inside,
  path: '/desk',
  component: lazyRouteComponent(() => import('../desk/desk-page'), 'DeskPage'),
});

/** What an address says, as texts. */
const texts = (search: Readonly<Record<string, unknown>>): CasesSearch =>
  Object.fromEntries(
    Object.entries(search)
      .filter(([, value]) => value !== undefined && value !== '')
      .map(([name, value]) => [name, String(value)]),
  );

const cases = createRoute({
  getParentRoute: () => inside,
  path: '/cases',
  validateSearch: texts,
  component: lazyRouteComponent(() => import('../cases/cases-page'), 'CasesPage'),
});

const caseRoute = createRoute({
  getParentRoute: () => inside,
  path: '/cases/$caseId',
  component: lazyRouteComponent(() => import('../case/case-page'), 'CasePage'),
});

const subject = createRoute({
  getParentRoute: () => inside,
  path: '/subjects/$subjectId',
  component: lazyRouteComponent(() => import('../subject/subject-page'), 'SubjectPage'),
});

const pastCase = createRoute({
  getParentRoute: () => inside,
  path: '/cases/$caseId/past',
  validateSearch: pastSearch,
  beforeLoad: ({ search, params }) => {
    if (search.at !== undefined) return;
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- this is how the router is told
    throw redirect({ to: '/cases/$caseId/past', params, search: withInstant(search), replace: true });
  },
  component: lazyRouteComponent(() => import('../past/past-case-page'), 'PastCasePage'),
});

const figures = createRoute({
  getParentRoute: () => inside,
  path: '/figures',
  validateSearch: figuresSearch,
  component: lazyRouteComponent(() => import('../figures/figures-page'), 'FiguresPage'),
});

const behindFigure = createRoute({
  getParentRoute: () => inside,
  path: '/figures/list',
  validateSearch: texts,
  component: lazyRouteComponent(() => import('../figures/behind-page'), 'BehindPage'),
});

const whatIf = createRoute({
  getParentRoute: () => inside,
  path: '/what-if',
  component: lazyRouteComponent(() => import('../what-if/what-if-page'), 'WhatIfPage'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    signedIn,
    inside.addChildren([
      home,
      board,
      pastBoard,
      desk,
      cases,
      caseRoute,
      pastCase,
      subject,
      figures,
      behindFigure,
      whatIf,
    ]),
  ]),
  defaultPreload: 'intent',
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
