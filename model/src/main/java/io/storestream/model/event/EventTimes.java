package io.storestream.model.event;

import io.storestream.model.text.Texts;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the times of events: every spelling that can only mean one instant, down to the nanosecond.
 * Thread-safe.
 *
 * <pre>
 * 2017-02-01T00:00:00Z           ISO 8601, with a fraction behind a point or a comma, or without
 *                                seconds; in its basic format too: 20170201T000000Z
 * 2017-02-01 01:00:00+01         a blank or t for the T; Z, z, UTC, GMT, +01, +0100, +01:00
 * …+01:00[Europe/Paris]          as Java writes it
 * Wed, 01 Feb 2017 00:00:00 GMT  RFC 1123
 * 1485907200                     a number, if its {@link EpochUnit} is known
 * </pre>
 */
public final class EventTimes {

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?[0-9]+(?:\\.[0-9]*)?(?:[eE]\\+?[0-9]{1,2})?");

  private static final Pattern ISO =
      Pattern.compile(
          "(?<year>[0-9]{4})(?:(?<slash>[-/])(?<month>[0-9]{2})\\k<slash>(?<day>[0-9]{2})"
              + "|(?<monthDay>[0-9]{4}))"
              + "(?:(?:[Tt]| +)(?<hour>[0-9]{2}):?(?<minute>[0-9]{2})"
              + "(?::?(?<second>[0-9]{2})(?:[.,](?<fraction>[0-9]{1,9})0*)?)?"
              + "(?<offset> *(?:[Zz]|UTC|GMT|(?<sign>[+\u2212-])(?<hours>[0-9]{2})"
              + "(?::?(?<minutes>[0-9]{2})(?::?(?<seconds>[0-9]{2}))?)?))?"
              + "(?:\\[(?<zone>[^\\]]+)])?)?");

  private static final Pattern UNIVERSAL = Pattern.compile(" (?:UTC|UT|Z)$");

  /** As seconds from 1973 to 5138, and as milliseconds in the first years of 1970. */
  private static final BigDecimal LIKE_SECONDS = BigDecimal.valueOf(100_000_000L);

  private static final BigDecimal LIKE_MILLIS = BigDecimal.valueOf(100_000_000_000L);
  private static final BigDecimal NANOS_PER_SECOND = BigDecimal.valueOf(1_000_000_000L);

  /** All events of a file have one time, and parsing it takes a third of the time of an event. */
  private static volatile Parsed lastParsed = new Parsed("", null, Instant.EPOCH);

  private record Parsed(String text, @Nullable EpochUnit epoch, Instant time) {}

  private EventTimes() {}

  /**
   * Returns the time that a text holds, which may be before 1970.
   *
   * @param epoch the unit of numbers; {@code null} if there is none
   * @throws IllegalArgumentException if it holds none, or more than one is possible; the message is
   *     the reason, and speaks of {@code updatedAt}
   */
  public static Instant parse(String text, @Nullable EpochUnit epoch) {
    Parsed known = lastParsed;
    if (known.text.equals(text) && Objects.equals(known.epoch, epoch)) {
      return known.time;
    }
    Instant time = parseAny(Texts.strip(text), epoch);
    lastParsed = new Parsed(text, epoch, time);
    return time;
  }

  private static Instant parseAny(String text, @Nullable EpochUnit epoch) {
    Matcher iso = ISO.matcher(text);
    if (iso.matches()) {
      return ofIso(text, iso);
    }
    if (NUMBER.matcher(text).matches()) {
      return ofNumber(text, epoch);
    }
    try {
      return DateTimeFormatter.RFC_1123_DATE_TIME.parse(
          UNIVERSAL.matcher(text).replaceFirst(" GMT"), Instant::from);
    } catch (DateTimeException e) {
      throw noTime(text, e);
    }
  }

  private static Instant ofIso(String text, Matcher iso) {
    if (iso.group("hour") == null) {
      throw new IllegalArgumentException(
          "updatedAt is a date without a time and an offset from UTC: " + text);
    }
    if (iso.group("offset") == null) {
      throw new IllegalArgumentException(
          "updatedAt has no offset from UTC, such as Z or +01:00: " + Texts.excerpt(text));
    }
    String monthDay = iso.group("monthDay");
    String date =
        monthDay == null
            ? iso.group("month") + "-" + iso.group("day")
            : monthDay.substring(0, 2) + "-" + monthDay.substring(2);
    String fraction = iso.group("fraction");
    try {
      Instant time =
          Instant.parse(
              "%s-%sT%s:%s:%s%s%s"
                  .formatted(
                      iso.group("year"),
                      date,
                      iso.group("hour"),
                      iso.group("minute"),
                      Objects.requireNonNullElse(iso.group("second"), "00"),
                      fraction == null ? "" : "." + fraction,
                      offset(iso)));
      if (!isInZone(time, offset(iso), iso.group("zone"))) {
        throw new IllegalArgumentException(
            "updatedAt has an offset from UTC that is not its zone's: " + text);
      }
      return time;
    } catch (DateTimeException e) {
      throw noTime(text, e);
    }
  }

  /** As Java's {@code ZonedDateTime} and RFC 9557 write it; behind Z, the zone is only a hint. */
  private static boolean isInZone(Instant time, String offset, @Nullable String zone) {
    return zone == null
        || offset.equals("Z")
        || ZoneId.of(zone).getRules().getOffset(time).equals(ZoneOffset.of(offset));
  }

  private static String offset(Matcher iso) {
    String sign = iso.group("sign");
    if (sign == null) {
      return "Z";
    }
    String seconds = iso.group("seconds");
    return (sign.equals("+") ? "+" : "-")
        + iso.group("hours")
        + ":"
        + Objects.requireNonNullElse(iso.group("minutes"), "00")
        + (seconds == null ? "" : ":" + seconds);
  }

  private static Instant ofNumber(String text, @Nullable EpochUnit epoch) {
    if (epoch == null) {
      throw new IllegalArgumentException(
          "updatedAt is a number, and its unit is unknown: %s; --epoch seconds or --epoch millis says it"
              .formatted(Texts.excerpt(text)));
    }
    BigDecimal number = new BigDecimal(text);
    boolean likeSeconds = number.compareTo(LIKE_SECONDS) >= 0 && number.compareTo(LIKE_MILLIS) < 0;
    if (epoch == EpochUnit.SECONDS ? number.compareTo(LIKE_MILLIS) >= 0 : likeSeconds) {
      throw new IllegalArgumentException(
          "updatedAt is not in %s: %s; it looks like %s"
              .formatted(
                  epoch == EpochUnit.SECONDS ? "seconds" : "milliseconds",
                  Texts.excerpt(text),
                  likeSeconds ? "seconds" : "milliseconds, or less"));
    }
    BigDecimal seconds = epoch == EpochUnit.SECONDS ? number : number.movePointLeft(3);
    try {
      BigDecimal[] parts = seconds.divideAndRemainder(BigDecimal.ONE);
      return Instant.ofEpochSecond(
          parts[0].longValueExact(), parts[1].multiply(NANOS_PER_SECOND).longValueExact());
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "updatedAt is out of range, or has more than nine digits of a second: "
              + Texts.excerpt(text),
          e);
    }
  }

  private static IllegalArgumentException noTime(String text, DateTimeException cause) {
    return new IllegalArgumentException(
        "updatedAt must be like 2017-02-01T00:00:00Z, not " + Texts.excerpt(text), cause);
  }
}
