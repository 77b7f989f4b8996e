import { Query } from '@nestjs/cqrs';
import type { SubjectView } from './subject-view.dto';

/** A subject as it stands, with all its clocks. */
export class AskSubject extends Query<SubjectView> {
  constructor(readonly subjectId: string) {
    super();
  }
}
