package io.storestream.producer.file;

/**
 * How the rows of a file were used. Every row is in exactly one of the three.
 *
 * @param rejected can't be used
 * @param superseded could be, but a later row is of the same store
 * @param passedOn the others
 */
public record RowCounts(long rejected, long superseded, long passedOn) {

  public static final RowCounts NONE = new RowCounts(0, 0, 0);

  public long rows() {
    return rejected + superseded + passedOn;
  }

  public RowCounts plus(RowCounts other) {
    return new RowCounts(
        rejected + other.rejected, superseded + other.superseded, passedOn + other.passedOn);
  }
}
