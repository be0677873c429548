package io.althing.codec;

import io.althing.registry.Blob;
import io.althing.registry.ModelName;
import io.althing.registry.Region;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Records of every supported type; samples.proto is their counterpart. */
final class Samples {
    private Samples() {}

    sealed interface SampleCommand {}

    record SetTag(ModelName model, String key, String value) implements SampleCommand {}

    record Nudge() implements SampleCommand {}

    record Publish(ModelName model, Instant at, Optional<Instant> until, BigDecimal alpha, Blob file, Colour colour,
            Optional<Colour> second, List<Colour> more, boolean loud, int step, Owner owner, Optional<Owner> deputy,
            Shape shape, List<Shape> shapes, List<Long> extents, List<String> names, List<List<Region>> waves,
            SortedMap<Region, Integer> weights, SortedMap<String, Owner> labels,
            Optional<String> note) implements SampleCommand {}

    enum Colour {
        RED, DARK_BLUE
    }

    sealed interface Shape {
        record Circle(BigDecimal value) implements Shape {}

        record Square(int side) implements Shape {}
    }

    record Owner(String name, Optional<Wealth> wealth) {
        Owner {
            if (name.isBlank()) {
                throw new IllegalArgumentException("an owner needs a name");
            }
        }
    }

    record Wealth(long nanos) implements Comparable<Wealth> {
        @Override
        public int compareTo(Wealth other) {
            return Long.compare(nanos, other.nanos);
        }
    }

    static SetTag tag() {
        return new SetTag(new ModelName("digits"), "stage", "production ☂ 🂡");
    }

    static Publish full() {
        Owner ada = new Owner("ada", Optional.of(new Wealth(-5_000_000_000L)));
        Owner bob = new Owner("bob", Optional.empty());
        Region east = new Region("us-east");
        Region west = new Region("eu-west");
        return new Publish(new ModelName("digits"), Instant.parse("2026-01-02T03:04:05.678Z"),
                Optional.of(Instant.EPOCH), new BigDecimal("0.0010"), Blob.of(new byte[]{0, 1, (byte) 0xff}),
                Colour.DARK_BLUE, Optional.of(Colour.RED), List.of(Colour.RED, Colour.DARK_BLUE), true, -7, ada,
                Optional.of(bob), new Shape.Circle(new BigDecimal("-1.5")),
                List.of(new Shape.Square(0), new Shape.Circle(BigDecimal.ZERO)), List.of(-1L, 0L, Long.MAX_VALUE),
                List.of("", "b"), List.of(List.of(east, west), List.of(), List.of(west)),
                new TreeMap<>(Map.of(east, 2, west, 0)), new TreeMap<>(Map.of("x", ada, "", bob)),
                Optional.of(""));
    }

    static Publish sparse() {
        Owner bob = new Owner("bob", Optional.empty());
        return new Publish(new ModelName("m"), Instant.EPOCH, Optional.empty(), BigDecimal.ZERO, Blob.of(new byte[0]),
                Colour.RED, Optional.empty(), List.of(), false, 0, bob, Optional.empty(), new Shape.Square(0),
                List.of(),
                List.of(), List.of(), List.of(), new TreeMap<>(), new TreeMap<>(), Optional.empty());
    }
}
