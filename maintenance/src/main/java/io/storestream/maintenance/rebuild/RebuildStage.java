package io.storestream.maintenance.rebuild;

/** How far a rebuild of a pair of tables has come. */
enum RebuildStage {
  /** The tables lack what the topics held when it began. */
  LOADING,
  /** The tables were complete, and a follower keeps them current, or did until it was stopped. */
  FOLLOWING,
  /** The tables were complete at its end; another rebuild starts over. */
  FINISHED
}
