package io.althing.audit;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The part {@code <N>[.p/<W>]} that hash tiles and entry bundles share: N in groups of three digits, all but the last after an x. */
record TileNumber(long index, int width) {
    private static final Pattern SHAPE = Pattern.compile("((?:x[0-9]{3}/){0,5}[0-9]{3})(?:\\.p/([1-9][0-9]{0,2}))?");
    private static final long LIMIT = 1_000_000_000_000_000_000L;

    static void requireValid(long index, int width) {
        if (index < 0 || index >= LIMIT) {
            throw new MalformedException("a tile's index is 0 or more and below 10^18, not " + index);
        }
        if (width < 1 || width > Tile.FULL) {
            throw new MalformedException("a tile's width is 1 to 256, not " + width);
        }
    }

    static String path(long index, int width) {
        StringBuilder path = new StringBuilder(String.format(Locale.ROOT, "%03d", index % 1000));
        for (long rest = index / 1000; rest > 0; rest /= 1000) {
            path.insert(0, String.format(Locale.ROOT, "x%03d/", rest % 1000));
        }
        return width == Tile.FULL ? path.toString() : path.append(".p/").append(width).toString();
    }

    static TileNumber parse(String wholePath, String number) {
        Matcher matcher = SHAPE.matcher(number);
        if (!matcher.matches()) {
            throw new MalformedException("'" + wholePath + "' is not a tile path: the index is written in groups of"
                    + " three digits, all but the last after an x (x001/234), then .p/<1-255> if partial");
        }
        long index = Long.parseLong(matcher.group(1).replaceAll("[x/]", ""));
        int width = matcher.group(2) == null ? Tile.FULL : Integer.parseInt(matcher.group(2));
        if (matcher.group(2) != null && width >= Tile.FULL) {
            throw new MalformedException("'" + wholePath + "': a partial tile's width is 1 to 255");
        }
        if (!path(index, width).equals(number)) {
            throw new MalformedException("'" + wholePath + "': the index starts with an empty group");
        }
        return new TileNumber(index, width);
    }
}
