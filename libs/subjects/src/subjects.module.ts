import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ApplyToSubjects } from './apply-publication/apply-to-subjects.automation';
import { ChangeSubjectHandler } from './change-subject/change-subject.handler';
import { SubjectCommands } from './change-subject/subject-commands';
import { EndSubjectController } from './end-subject/end-subject.controller';
import { AskGoingSubjectClocksHandler } from './going-subject-clocks/ask-going-subject-clocks.handler';
import { GoingSubjectClocksController } from './going-subject-clocks/going-subject-clocks.controller';
import { OpenSubjectController } from './open-subject/open-subject.controller';
import { OpenSubjectHandler } from './open-subject/open-subject.handler';
import { ReassessSubjectHandler } from './reassess-subject/reassess-subject.handler';
import { RecordFactController } from './record-fact/record-fact.controller';
import { ResumeSubjectController } from './resume-subject/resume-subject.controller';
import { StartSubjectWaitingController } from './start-subject-waiting/start-subject-waiting.controller';
import { AskSubjectFiguresHandler } from './subject-figures/ask-subject-figures.handler';
import { SubjectFiguresController } from './subject-figures/subject-figures.controller';
import { AskSubjectHandler } from './subject-view/ask-subject.handler';
import { SubjectViewController } from './subject-view/subject-view.controller';

/** Whatever has clocks and no feature of its own. The app provides EVENT_STORE, EVENT_FEED, CLOCK, ReadModel and the policies' module. */
@Module({
  imports: [CqrsModule],
  controllers: [
    OpenSubjectController,
    RecordFactController,
    StartSubjectWaitingController,
    ResumeSubjectController,
    EndSubjectController,
    GoingSubjectClocksController,
    SubjectFiguresController,
    SubjectViewController,
  ],
  providers: [
    SubjectCommands,
    OpenSubjectHandler,
    ChangeSubjectHandler,
    AskSubjectHandler,
    AskGoingSubjectClocksHandler,
    AskSubjectFiguresHandler,
    ReassessSubjectHandler,
    ApplyToSubjects,
  ],
  exports: [ApplyToSubjects],
})
export class SubjectsModule {}
