package io.althing.chaos.canary;

import io.althing.client.UserError;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** A text file that a person named on the command line. */
final class NamedFile {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private NamedFile() {}

    /**
     * Its lines, without the byte order mark that spreadsheets put before the first.
     *
     * @throws UserError
     *             if it cannot be read or is empty, saying why and what to do
     */
    static List<String> lines(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw UserError.usage(file + " " + trouble(file, e));
        }
        if (lines.stream().allMatch(String::isBlank)) {
            throw UserError.usage(file + " is empty; its first line names the columns");
        }
        if (lines.getFirst().startsWith(BYTE_ORDER_MARK)) {
            lines.set(0, lines.getFirst().substring(BYTE_ORDER_MARK.length()));
        }
        return lines;
    }

    private static String trouble(Path file, IOException e) {
        if (Files.isDirectory(file)) {
            return "is a directory; name a file in it";
        }
        return switch (e) {
            case NoSuchFileException missing -> "does not exist; check the path";
            case AccessDeniedException denied -> "may not be read by this user; change its permissions";
            case CharacterCodingException binary -> "is not UTF-8 text; save it as CSV in UTF-8";
            default -> "cannot be read: " + e.getMessage();
        };
    }
}
