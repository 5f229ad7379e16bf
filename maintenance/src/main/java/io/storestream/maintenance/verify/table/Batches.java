package io.storestream.maintenance.verify.table;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Collects elements into batches. For one thread. */
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

  /** Handles the rest. */
  public void flush() {
    if (!batch.isEmpty()) {
      action.accept(List.copyOf(batch));
      batch.clear();
    }
  }
}
