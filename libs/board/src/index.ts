export { BoardModule } from './board.module';
export { BOARD_PROBLEMS } from './problems';
export { teamClocks } from './team-clocks/team-clocks.projection';
