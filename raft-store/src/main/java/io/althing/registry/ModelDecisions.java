package io.althing.registry;

import java.util.ArrayList;
import java.util.Optional;
import java.util.regex.Pattern;

/** Models, their versions, tags and aliases. */
final class ModelDecisions {
    private static final Pattern TAG_KEY = Pattern.compile("[A-Za-z0-9._-]{1,128}");
    private static final int TAG_LIMIT = 4096;
    private static final int TEXT_LIMIT = 4096;

    private ModelDecisions() {}

    static Outcome create(Case asked, Command.CreateModel command) {
        if (asked.state().get(Table.MODELS, command.model().value()).isPresent()) {
            return Case.refuse(new Rejection.AlreadyExists("model", command.model().value(),
                    "model '" + command.model() + "' exists already; choose another name"));
        }
        if (command.description().length() > TEXT_LIMIT) {
            return Case.invalid("description", command.description().length() + " characters",
                    "at most " + TEXT_LIMIT + " characters");
        }
        return Case.accept(new Event.ModelCreated(command.model(), command.description(), command.owner()));
    }

    static Outcome setTag(Case asked, Command.SetTag command) {
        if (asked.state().get(Table.MODELS, command.model().value()).isEmpty()) {
            return Case.noSuch("model", command.model());
        }
        if (!TAG_KEY.matcher(command.key()).matches()) {
            return Case.invalid("key", command.key(), "1 to 128 letters, digits, dots, dashes or underscores");
        }
        if (command.value().length() > TAG_LIMIT) {
            return Case.invalid("value", command.value().length() + " characters",
                    "at most " + TAG_LIMIT + " characters");
        }
        String key = Table.key(command.model(), command.key());
        Optional<Outcome> stale = asked.proposal().expectedRevision().isEmpty()
                ? Optional.empty()
                : asked.stale("tag", key, asked.state().get(Table.TAGS, key).map(Tag::revision).orElse(0L));
        return stale.orElseGet(
                () -> Case.accept(new Event.TagSet(command.model(), command.key(), command.value())));
    }

    static Outcome deleteTag(Case asked, Command.DeleteTag command) {
        String key = Table.key(command.model(), command.key());
        return asked.state().get(Table.TAGS, key)
                .map(tag -> asked.stale("tag", key, tag.revision())
                        .orElseGet(() -> Case.accept(new Event.TagDeleted(command.model(), command.key()))))
                .orElseGet(() -> Case.noSuch("tag", key));
    }

    static Outcome register(Case asked, Command.RegisterVersion command) {
        String key = Table.key(command.model(), command.version());
        if (asked.state().get(Table.MODELS, command.model().value()).isEmpty()) {
            return Case.noSuch("model", command.model());
        }
        if (asked.state().get(Table.VERSIONS, key).isPresent()) {
            return Case.refuse(new Rejection.AlreadyExists("version", key, "version '" + command.version()
                    + "' of model '" + command.model() + "' is registered already and immutable; register a new one"));
        }
        if (command.artifacts().isEmpty()) {
            return Case.invalid("artifacts", "[]", "a version needs at least one artifact");
        }
        if (command.ioSchema().inputs().isEmpty() || command.ioSchema().outputs().isEmpty()) {
            return Case.invalid("ioSchema", "empty", "name at least one input and one output");
        }
        Optional<VersionId> unknownParent = command.lineage().parent()
                .filter(p -> asked.state().get(Table.VERSIONS, Table.key(command.model(), p)).isEmpty());
        if (unknownParent.isPresent()) {
            return Case.invalid("lineage.parent", unknownParent.get(), "no such version of this model");
        }
        return Case.accept(new Event.VersionRegistered(command.model(), command.version(), command.description(),
                command.artifacts(), command.ioSchema(), command.lineage(), command.metrics()));
    }

    static Outcome confirm(Case asked, Command.ConfirmArtifacts command) {
        String key = Table.key(command.model(), command.version());
        Optional<ModelVersion> found = asked.state().get(Table.VERSIONS, key);
        if (found.isEmpty()) {
            return Case.noSuch("version", key);
        }
        ModelVersion version = found.get();
        if (version.verifiedIn().contains(command.region())) {
            return Case.notNow("already-verified", "region " + command.region() + " has verified it already");
        }
        var events = new ArrayList<Event>();
        events.add(new Event.ArtifactsVerified(command.model(), command.version(), command.region()));
        int holders = version.verifiedIn().size() + 1;
        if (!version.ready() && 2 * holders > asked.regions().size()) {
            events.add(new Event.VersionReady(command.model(), command.version()));
        }
        return Case.accept(events);
    }

    static Outcome moveAlias(Case asked, Command.MoveAlias command) {
        String version = Table.key(command.model(), command.version());
        if (asked.state().get(Table.VERSIONS, version).isEmpty()) {
            return Case.noSuch("version", version);
        }
        String key = Table.key(command.model(), command.alias());
        long revision = asked.state().get(Table.ALIASES, key).map(Alias::revision).orElse(0L);
        return asked.staleOrBlind("alias", key, revision).orElseGet(
                () -> Case.accept(new Event.AliasMoved(command.model(), command.alias(), command.version())));
    }

    static Outcome deleteAlias(Case asked, Command.DeleteAlias command) {
        String key = Table.key(command.model(), command.alias());
        return asked.state().get(Table.ALIASES, key)
                .map(alias -> asked.staleOrBlind("alias", key, alias.revision())
                        .orElseGet(() -> Case.accept(new Event.AliasDeleted(command.model(), command.alias()))))
                .orElseGet(() -> Case.noSuch("alias", key));
    }
}
