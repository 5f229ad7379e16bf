package io.storestream.ingester.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damage to a record's bytes, as transport, disks and careless programs do it. */
final class ByteMutations {

  private static final List<byte[]> STRANGE =
      List.of(
          bytes(0xEF, 0xBB, 0xBF), // byte-order marks
          bytes(0xFF, 0xFE),
          bytes(0x00),
          bytes(0x1F),
          bytes(0x80), // a continuation without beginning
          bytes(0xC0, 0xAF), // an overlong slash
          bytes(0xE5, 0xBA), // cut short
          bytes(0xED, 0xA0, 0x80), // a surrogate
          bytes(0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80), // a pair of them, as CESU-8 has it
          bytes(0xF4, 0x90, 0x80, 0x80), // beyond Unicode
          bytes(0xFE),
          bytes('"'),
          bytes('\\'),
          bytes('{'),
          bytes('}'),
          bytes(','));

  private ByteMutations() {}

  /** Returns a damaged copy. */
  static byte[] mutate(byte[] original, Random random) {
    return switch (random.nextInt(10)) {
      case 0, 1 -> flipBits(original, random);
      case 2 -> Arrays.copyOf(original, random.nextInt(original.length + 1));
      case 3 -> splice(original, 0, 0, STRANGE.get(random.nextInt(STRANGE.size())));
      case 4, 5 -> insert(original, STRANGE.get(random.nextInt(STRANGE.size())), random);
      case 6 -> insert(original, slice(original, random), random);
      case 7 -> cut(original, random);
      case 8 -> reencode(original, random);
      default -> random.nextInt(8) == 0 ? new byte[0] : overwrite(original, random);
    };
  }

  private static byte[] flipBits(byte[] original, Random random) {
    byte[] mutated = original.clone();
    for (int flips = 1 + random.nextInt(4); flips > 0 && mutated.length > 0; flips--) {
      mutated[random.nextInt(mutated.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return mutated;
  }

  private static byte[] overwrite(byte[] original, Random random) {
    byte[] mutated = original.clone();
    if (mutated.length > 0) {
      mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
    }
    return mutated;
  }

  private static byte[] insert(byte[] original, byte[] piece, Random random) {
    int at = random.nextInt(original.length + 1);
    return splice(original, at, at, piece);
  }

  private static byte[] slice(byte[] original, Random random) {
    int from = random.nextInt(original.length + 1);
    return Arrays.copyOfRange(original, from, from + random.nextInt(original.length - from + 1));
  }

  private static byte[] cut(byte[] original, Random random) {
    int from = random.nextInt(original.length + 1);
    int to = Math.min(original.length, from + 1 + random.nextInt(8));
    return splice(original, from, to, new byte[0]);
  }

  private static byte[] reencode(byte[] original, Random random) {
    String text = new String(original, UTF_8);
    return text.getBytes(List.of(UTF_16, UTF_16LE, ISO_8859_1).get(random.nextInt(3)));
  }

  private static byte[] splice(byte[] original, int from, int to, byte[] piece) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(original, 0, from);
    out.writeBytes(piece);
    out.write(original, to, original.length - to);
    return out.toByteArray();
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
