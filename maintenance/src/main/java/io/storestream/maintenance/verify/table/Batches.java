package io.storestream.maintenance.verify.table;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Hands things on many at a time. For one thread. */
public final class Batches<T> {

  private final int size;
  private final Consumer<List<T>> action;
  private final List<T> batch = new ArrayList<>();

  public Batches(int size, Consumer<List<T>> action) {
    this.size = size;
    this.action = action;
  }

  public void add(T thing) {
    batch.add(thing);
    if (batch.size() == size) {
      flush();
    }
  }

  /** Hands on what is left. */
  public void flush() {
    if (!batch.isEmpty()) {
      action.accept(List.copyOf(batch));
      batch.clear();
    }
  }
}
