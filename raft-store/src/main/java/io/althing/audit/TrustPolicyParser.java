package io.althing.audit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads C2SP tlog-policy line by line. */
final class TrustPolicyParser {
    private final List<TrustPolicy.LogKey> logs = new ArrayList<>();
    private final Map<String, TrustPolicy.Member> members = new LinkedHashMap<>();
    private Optional<String> quorum = Optional.empty();

    TrustPolicy parse(byte[] bytes) {
        String text = Checkpoint.utf8("policy", bytes);
        if (!text.endsWith("\n")) {
            throw new MalformedException("policy: the last line does not end in a line feed");
        }
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length - 1; i++) {
            try {
                line(lines[i]);
            } catch (MalformedException e) {
                throw new MalformedException("policy, line " + (i + 1) + ": " + e.getMessage());
            }
        }
        String named = quorum.orElseThrow(() -> new MalformedException("policy: there is no quorum line"));
        return new TrustPolicy(logs, members, Optional.of(named).filter(name -> !name.equals("none")));
    }

    private void line(String line) {
        if (line.chars().anyMatch(c -> (c < 0x20 && c != '\t') || c == 0x7f)) {
            throw new MalformedException("control character");
        }
        List<String> words = List.of(line.replace('\t', ' ').split(" ")).stream().filter(word -> !word.isEmpty())
                .toList();
        if (words.isEmpty() || words.getFirst().startsWith("#")) {
            return;
        }
        switch (words.getFirst()) {
            case "log" -> log(words);
            case "witness" -> witness(words);
            case "group" -> group(words);
            case "quorum" -> quorum(words);
            default -> throw new MalformedException("'" + words.getFirst() + "' is not log, witness, group or quorum");
        }
    }

    private void log(List<String> words) {
        requireWords(words, 2, 3, "log <vkey> [<url>]");
        logs.add(new TrustPolicy.LogKey(NoteKey.parse(words.get(1)), word(words, 2)));
    }

    private void witness(List<String> words) {
        requireWords(words, 3, 4, "witness <name> <vkey> [<url>]");
        define(words.get(1), new TrustPolicy.Witness(NoteKey.parse(words.get(2)), word(words, 3)));
    }

    private void group(List<String> words) {
        requireWords(words, 4, Integer.MAX_VALUE, "group <name> <k|any|all> <member>...");
        List<String> names = words.subList(3, words.size());
        define(words.get(1), new TrustPolicy.Group(threshold(words.get(2), names.size()), names));
    }

    private static int threshold(String word, int members) {
        if (word.equals("any")) {
            return 1;
        }
        if (word.equals("all")) {
            return members;
        }
        if (!word.matches("[1-9][0-9]{0,8}")) {
            throw new MalformedException("'" + word + "' is not any, all or a number from 1 on");
        }
        return Integer.parseInt(word);
    }

    private void quorum(List<String> words) {
        requireWords(words, 2, 2, "quorum <name|none>");
        if (quorum.isPresent()) {
            throw new MalformedException("a second quorum");
        }
        if (!words.get(1).equals("none") && !members.containsKey(words.get(1))) {
            throw new MalformedException("'" + words.get(1) + "' is not defined before it");
        }
        quorum = Optional.of(words.get(1));
    }

    private void define(String name, TrustPolicy.Member member) {
        if (name.equals("none")) {
            throw new MalformedException("the name 'none' is taken");
        }
        if (members.putIfAbsent(name, member) != null) {
            throw new MalformedException("'" + name + "' is defined twice");
        }
    }

    private static void requireWords(List<String> words, int least, int most, String form) {
        if (words.size() < least || words.size() > most) {
            throw new MalformedException("not of the form " + form);
        }
    }

    private static Optional<String> word(List<String> words, int index) {
        return words.size() > index ? Optional.of(words.get(index)) : Optional.empty();
    }
}
