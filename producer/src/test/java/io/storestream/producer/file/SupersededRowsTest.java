package io.storestream.producer.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SupersededRowsTest {

  @Provide
  Arbitrary<List<String>> rows() {
    return Arbitraries.integers().between(0, 20).map(String::valueOf).list().ofMaxSize(40);
  }

  @Property
  void shouldTellTheSameAsANaiveModel(@ForAll("rows") List<String> storeNumbers)
      throws SupersededRows.HashCollisionException {
    // given
    SupersededRows superseded = collect(new StoreNumberHasher(), storeNumbers);

    // when
    List<Boolean> told = new ArrayList<>();
    for (String storeNumber : storeNumbers) {
      told.add(superseded.isSuperseded(storeNumber));
    }

    // then
    assertThat(told).containsExactlyElementsOf(naive(storeNumbers));
    assertThat(superseded.isComplete()).isTrue();
  }

  @Property
  void shouldFailRatherThanLoseRowWhenStoreNumbersShareAHash(
      @ForAll("rows") List<String> storeNumbers) {
    // given a hash of seven values only, and a good check
    Function<String, StoreNumberHasher.Hash> weak =
        number -> new StoreNumberHasher.Hash(Long.parseLong(number) % 7, Long.parseLong(number));
    SupersededRows superseded = collect(weak, storeNumbers);

    // when
    List<Boolean> told = new ArrayList<>();
    boolean failed = false;
    try {
      for (String storeNumber : storeNumbers) {
        told.add(superseded.isSuperseded(storeNumber));
      }
    } catch (SupersededRows.HashCollisionException e) {
      failed = true;
    }

    // then
    Set<String> different = new HashSet<>(storeNumbers);
    long hashes = different.stream().map(weak).map(StoreNumberHasher.Hash::hash).distinct().count();
    assertThat(failed).isEqualTo(hashes < different.size());
    if (!failed) {
      assertThat(told).containsExactlyElementsOf(naive(storeNumbers));
    }
  }

  @Test
  void shouldNoticeThatRowsAreMissing() throws SupersededRows.HashCollisionException {
    // given
    SupersededRows superseded = collect(new StoreNumberHasher(), List.of("1", "2", "1"));

    // when
    assertThat(superseded.isSuperseded("1")).isTrue();
    assertThat(superseded.isSuperseded("2")).isFalse();

    // then
    assertThat(superseded.isComplete()).isFalse();
  }

  @Test
  void shouldSortHashesOfSeveralChunks() {
    // given
    HashList hashes = new HashList();
    List<Long> expected = new ArrayList<>();
    for (long i = 0; i < 20_000; i++) {
      long hash = i * 0x9E3779B97F4A7C15L;
      hashes.add(hash);
      expected.add(hash);
    }
    Collections.sort(expected);

    // when
    long size = hashes.size();
    long[] sorted = hashes.drainSorted();

    // then
    assertThat(size).isEqualTo(20_000);
    assertThat(sorted).containsExactly(expected.stream().mapToLong(Long::longValue).toArray());
    assertThat(hashes.size()).isZero();
    assertThat(hashes.drainSorted()).isEmpty();
  }

  private static SupersededRows collect(
      Function<String, StoreNumberHasher.Hash> hasher, List<String> storeNumbers) {
    HashList hashes = new HashList();
    storeNumbers.forEach(number -> hashes.add(hasher.apply(number).hash()));
    return new SupersededRows(hasher, hashes);
  }

  private static List<Boolean> naive(List<String> storeNumbers) {
    Map<String, Integer> last = new HashMap<>();
    for (int i = 0; i < storeNumbers.size(); i++) {
      last.put(storeNumbers.get(i), i);
    }
    List<Boolean> superseded = new ArrayList<>();
    for (int i = 0; i < storeNumbers.size(); i++) {
      Integer lastIndex = last.get(storeNumbers.get(i));
      superseded.add(lastIndex != null && lastIndex != i);
    }
    return superseded;
  }
}
