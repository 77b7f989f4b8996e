export { automationMigrations } from './migrations';
export { PostgresAutomationStore } from './postgres-automation-store';
export { repartitionAutomations } from './repartition-automations';
