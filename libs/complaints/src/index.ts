export { cases } from './case-view/cases.projection';
export { ChangeCase, type CaseChange } from './change-case/change-case.command';
export { complaintStream } from './complaint-stream';
export { ComplaintsModule } from './complaints.module';
export * from './events';
export { COMPLAINT_PROBLEMS } from './problems';
export { RegisterComplaint } from './register-complaint/register-complaint.command';
