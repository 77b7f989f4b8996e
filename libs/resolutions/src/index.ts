export { ChangeResolution, type ResolutionChange } from './change-resolution/change-resolution.command';
export { signalsOf as resolutionSignals } from './domain/resolution-decider';
export * from './events';
export { RESOLUTION_PROBLEMS } from './problems';
export { resolutions } from './resolutions-of-case/resolutions.projection';
export { ResolutionsModule } from './resolutions.module';
export { ReturnAuthority } from './return-authority/return-authority.automation';
