export { ApplyToSubjects } from './apply-publication/apply-to-subjects.automation';
export { ChangeSubject, type SubjectChange } from './change-subject/change-subject.command';
export { TOLD_SUBJECT, type SubjectInView } from './domain/told-subject';
export * from './events';
export { OpenSubject, type SubjectWanted } from './open-subject/open-subject.command';
export { SUBJECT_PROBLEMS } from './problems';
export { subjectClocks } from './subject-clocks/subject-clocks.projection';
export { SubjectsModule } from './subjects.module';
