package io.storestream.producer.watch;

import java.util.Comparator;

/** The order in which the files of a folder are taken. */
public enum FileOrder {
  /** Of the names, character by character. */
  NAME,

  /** Of the last changes; of the names where these are equal. */
  TIME;

  Comparator<WaitingFile> comparator() {
    Comparator<WaitingFile> byName = Comparator.comparing(WaitingFile::name);
    return switch (this) {
      case NAME -> byName;
      case TIME -> Comparator.comparing(WaitingFile::modified).thenComparing(byName);
    };
  }
}
