import { actsTexts } from './en/acts';
import { appTexts } from './en/app';
import { boardTexts } from './en/board';
import { caseTexts } from './en/case';
import { casesTexts } from './en/cases';
import { deskTexts } from './en/desk';
import { eventsTexts } from './en/events';
import { figuresTexts } from './en/figures';
import { pastTexts } from './en/past';
import { problemsTexts } from './en/problems';
import { signInTexts } from './en/sign-in';
import { whatIfTexts } from './en/what-if';
import { wordsTexts } from './en/words';

/** What the pages say in English; the other languages have the same members. */
export const en = {
  ...appTexts,
  ...signInTexts,
  ...problemsTexts,
  ...wordsTexts,
  ...eventsTexts,
  ...caseTexts,
  ...actsTexts,
  ...boardTexts,
  ...deskTexts,
  ...casesTexts,
  ...figuresTexts,
  ...pastTexts,
  ...whatIfTexts,
};
