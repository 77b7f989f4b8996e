export { ApprovalsModule } from './approvals.module';
export { approvals } from './waiting-approvals/approvals.projection';
