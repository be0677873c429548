package io.althing.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.althing.registry.Region;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Reads values from a tree that has passed the schema and has every default filled in. */
record Fields(JsonNode node) {
    Fields at(String path) {
        return new Fields(Paths.at(node, path));
    }

    boolean has(String path) {
        return !Paths.at(node, path).isMissingNode();
    }

    String text(String path) {
        return Paths.at(node, path).asText();
    }

    int integer(String path) {
        return Paths.at(node, path).intValue();
    }

    long number(String path) {
        return Paths.at(node, path).longValue();
    }

    boolean flag(String path) {
        return Paths.at(node, path).asBoolean(false);
    }

    BigDecimal decimal(String path) {
        return Paths.at(node, path).decimalValue();
    }

    long millis(String path) {
        return Durations.millis(text(path)).orElse(-1);
    }

    int basisPoints(String path) {
        return decimal(path).movePointRight(2).intValue();
    }

    <T> Optional<T> optional(String path, Function<String, T> read) {
        return has(path) ? Optional.of(read.apply(path)) : Optional.empty();
    }

    <T> List<T> list(String path, Function<Fields, T> read) {
        var items = new ArrayList<T>();
        Paths.at(node, path).forEach(item -> items.add(read.apply(new Fields(item))));
        return items;
    }

    List<Region> regions(String path) {
        return list(path, item -> new Region(item.node().asText()));
    }

    /** An enum constant written in camelCase or kebab-case. */
    <E extends Enum<E>> E word(String path, Class<E> type) {
        return constant(text(path), type);
    }

    static <E extends Enum<E>> E constant(String text, Class<E> type) {
        return Enum.valueOf(type,
                text.replaceAll("([a-z])([A-Z])", "$1_$2").replace('-', '_').toUpperCase(Locale.ROOT));
    }
}
