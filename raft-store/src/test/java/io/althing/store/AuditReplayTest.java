package io.althing.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.althing.audit.CanonicalJson;
import io.althing.audit.EntryBundle;
import io.althing.codec.AuditEntryCodec;
import io.althing.codec.Codecs;
import io.althing.registry.AliasName;
import io.althing.registry.BallotId;
import io.althing.registry.Blob;
import io.althing.registry.Command;
import io.althing.registry.Event;
import io.althing.registry.Forward;
import io.althing.registry.NodeId;
import io.althing.registry.Papers;
import io.althing.registry.PolicyRules;
import io.althing.registry.Proposal;
import io.althing.registry.RegionPolicy;
import io.althing.registry.Registry;
import io.althing.registry.RegistryState;
import io.althing.registry.RolloutId;
import io.althing.registry.Sha256;
import io.althing.registry.Table;
import io.althing.registry.Town;
import io.althing.registry.Vote;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AuditReplayTest {
    private static final Codecs CODECS = Codecs.create();

    /** A replica that applied what a town was asked. */
    private record Replica(MemoryKeyValue values, StoredAudit audit) {
        static Replica of(Town town) {
            var values = new MemoryKeyValue();
            var registry = new Registry((key, statement, signature) -> signature.value().equals("signed " + key),
                    2);
            var applier = new Applier(values, registry, CODECS);
            long index = 0;
            Instant now = Instant.parse("2026-01-01T00:00:00Z");
            for (Proposal proposal : town.asked()) {
                index++;
                now = now.plusMillis(index % 3 == 0 ? -50 : 700);
                applier.apply(List.of(new LogRecord(index, now, CODECS.proposals().encode(proposal))));
            }
            return new Replica(values, new StoredAudit(() -> applier));
        }

        List<byte[]> entries() {
            return audit.entries(0, Integer.MAX_VALUE);
        }

        Function<Sha256, Optional<Blob>> blobs() {
            RegistryState state = new StoredState(values, CODECS.states());
            return digest -> state.get(Table.BLOBS, digest.value());
        }
    }

    private static Town aGoodVersion() {
        Town town = Town.serving();
        town.does(Town.OPERATOR, new Command.SetTag(Town.DIGITS, "team", "vision"));
        town.does(Town.OPERATOR, new Command.SetTag(Town.DIGITS, "team", "sight"));
        town.does(Town.OPERATOR, new Command.DeleteTag(Town.DIGITS, "team"));
        var champion = new AliasName("champion");
        town.doesAt(Town.OPERATOR, 0, new Command.MoveAlias(Town.DIGITS, champion, Town.V1));
        long moved = town.state().get(Table.ALIASES, Table.key(Town.DIGITS, champion)).orElseThrow().revision();
        town.doesAt(Town.OPERATOR, moved, new Command.DeleteAlias(Town.DIGITS, champion));
        RolloutId id = town.rollout(Town.V2);
        town.does(Town.OPERATOR, new Command.PauseRollout(id, "lunch"));
        town.doesAt(Town.OPERATOR, town.rollout(id).revision(), new Command.ResumeRollout(id, "back"));
        town.advance(id, Town.AP);
        town.confirm(Town.AP);
        town.does(Town.OPERATOR, new Command.AbortRollout(id, "changed our mind"));
        town.confirmAll();
        town.does(Town.ADMIN, new Command.RecordMembership(new NodeId("node-ap-2"), Town.AP, "127.0.0.1:9",
                Command.MembershipChange.LEARNER_ADDED, "more room"));
        town.does(Town.ADMIN, new Command.RecordMembership(new NodeId("node-ap-2"), Town.AP, "127.0.0.1:9",
                Command.MembershipChange.REMOVED, "less room"));
        town.does(Town.node(Town.AP), new Command.RaiseFeatureLevel(2));
        return town;
    }

    private static Town aBadVersion() {
        Town town = Town.serving();
        RolloutId id = town.rollout(Town.V3);
        town.advance(id, Town.AP);
        town.advance(id, Town.US);
        town.confirmAll();
        town.passes(2_000);
        town.passed(id, Town.US, false);
        var ballot = new BallotId(town.ulid());
        town.does(Town.agent(Town.AP), Papers.conviction(town, ballot, id, Town.AP));
        town.does(Town.agent(Town.US), Papers.vote(ballot, Town.US, Vote.Choice.ABSTAIN, Papers.evidence(3, 0)));
        town.does(Town.agent(Town.EU), Papers.vote(ballot, Town.EU, Vote.Choice.ROLLBACK, Papers.evidence(1, 0)));
        town.confirmAll();
        town.does(Town.agent(Town.AP), new Command.ReportRecovery(id, Town.AP, true, "accuracy is back"));
        town.does(Town.agent(Town.US), new Command.ReportRecovery(id, Town.US, false, "not yet"));
        return town;
    }

    private static Town anUndecidedBallotAndTheRedButton() {
        Town town = Town.serving();
        RolloutId id = town.rollout(Town.V3);
        town.advance(id, Town.AP);
        town.advance(id, Town.US);
        var ballot = new BallotId(town.ulid());
        town.does(Town.agent(Town.AP), Papers.conviction(town, ballot, id, Town.AP));
        town.passes(30_000);
        town.does(Town.OPERATOR, new Command.RollbackModel(Town.DIGITS, Optional.empty(), List.of(), "it smells"));
        town.confirmAll();
        return town;
    }

    private static Town policiesRefusedAndPausesPassed() {
        Town town = Town.withModel();
        RegionPolicy reckless = Papers.regionPolicy(Town.AP, RegionPolicy.Strategy.ALL_AT_ONCE);
        town.does(Town.ADMIN, Papers.global());
        town.does(Town.agent(Town.AP), Papers.policy(reckless));
        town.does(Town.agent(Town.EU), Papers.policy(Town.EU));
        town.does(Town.agent(Town.US), Papers.policy(Town.US));
        town.does(Town.CONTROLLER, new Command.AssembleCandidate(1, 600_000));
        town.does(Town.agent(Town.EU), new Command.VoteOnCandidate(1, 1, Town.EU, false,
                PolicyRules.objections(Papers.regionPolicy(Town.EU), reckless), Town.signed(Town.EU)));
        town.does(Town.agent(Town.AP), Papers.policy(waitingForPeople()));
        town.does(Town.CONTROLLER, new Command.AssembleCandidate(1, 600_000));
        Town.REGIONS.forEach(r -> town.does(Town.agent(r), Papers.accept(r, 1, 2)));
        RolloutId first = town.rollout(Town.V1);
        Town.REGIONS.forEach(r -> town.advance(first, r));
        town.confirmAll();
        RolloutId id = town.rollout(Town.V2);
        town.advance(id, Town.AP);
        town.passes(2_000);
        town.passed(id, Town.AP, true);
        assertThat(Forward.next(town.state(), id, Town.AP, town.agreed())).isPresent();
        town.doesAt(Town.OPERATOR, town.rollout(id).revision(), new Command.PromoteRollout(id, "looks well"));
        town.advance(id, Town.AP);
        return town;
    }

    private static RegionPolicy waitingForPeople() {
        RegionPolicy p = Papers.regionPolicy(Town.AP);
        return new RegionPolicy(Town.AP, p.owner(), p.strategy(),
                List.of(new RegionPolicy.Step.SetWeight(1_000), new RegionPolicy.Step.Pause(Optional.empty()),
                        new RegionPolicy.Step.SetWeight(10_000)),
                p.analysis(), p.gates(), p.rollback(), p.partition(), p.accepts());
    }

    /** Stories in which every command is accepted at least once. */
    static List<Town> stories() {
        return List.of(aGoodVersion(), aBadVersion(), anUndecidedBallotAndTheRedButton(),
                policiesRefusedAndPausesPassed());
    }

    @Test
    void entries_and_blobs_alone_give_the_audited_state_back() {
        for (Town town : stories()) {
            Replica replica = Replica.of(town);
            var replay = new AuditReplay(CODECS, replica.blobs());
            replica.entries().forEach(replay::take);
            assertThat(replay.contentDigest()).isEqualTo(ContentDigest.of(replica.values()));
            assertThat(replay.state().get(Table.MODELS, Town.DIGITS.value())).isPresent();
        }
    }

    @Test
    void the_stories_tell_of_every_kind_of_event() {
        Set<String> told = stories().stream().map(Replica::of).flatMap(replica -> replica.entries().stream())
                .flatMap(entry -> CODECS.entries().read(entry).events().stream())
                .map(event -> event.getClass().getSimpleName()).collect(Collectors.toSet());
        Set<String> all = Arrays.stream(Event.class.getPermittedSubclasses()).map(Class::getSimpleName)
                .filter(name -> !name.equals("TimePassed")).collect(Collectors.toSet());
        assertThat(told).isEqualTo(all);
    }

    @Test
    void a_log_that_leaves_something_out_is_found_out_where_it_does() {
        Replica replica = Replica.of(aGoodVersion());
        List<byte[]> entries = new ArrayList<>(replica.entries());
        int tag = actions(entries).indexOf("set-tag");
        entries.remove(tag);
        var replay = new AuditReplay(CODECS, replica.blobs());
        entries.subList(0, tag).forEach(replay::take);
        assertThatThrownBy(() -> replay.take(entries.get(tag))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the rows before it");
    }

    @Test
    void an_entry_that_tells_it_otherwise_is_found_out() {
        Replica replica = Replica.of(aGoodVersion());
        List<byte[]> entries = replica.entries();
        int tag = actions(entries).indexOf("set-tag");
        var replay = new AuditReplay(CODECS, replica.blobs());
        entries.subList(0, tag).forEach(replay::take);
        byte[] forged = new String(entries.get(tag), StandardCharsets.UTF_8).replace("vision", "vizion")
                .getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> replay.take(forged)).hasMessageContaining("the rows after it");
    }

    @Test
    void a_missing_blob_is_named() {
        Replica replica = Replica.of(aGoodVersion());
        var replay = new AuditReplay(CODECS, digest -> Optional.empty());
        assertThatThrownBy(() -> replica.entries().forEach(replay::take)).hasMessageContaining("blob")
                .hasMessageContaining("missing");
    }

    @Test
    void a_rollback_names_the_entries_it_undoes_and_a_report_the_entry_it_is_the_outcome_of() {
        List<String> entries = texts(Replica.of(aBadVersion()));
        String advance = only(entries, "\"action\":\"advance-region\"", "\"region\":\"us-east\"",
                "\"weightBasisPoints\":1000}");
        String settled = only(entries, "\"action\":\"cast-vote\"", "\"ballot-settled\"");
        assertThat(settled).contains("\"undoes\":[" + index(advance) + "]");
        String conviction = only(entries, "\"action\":\"open-ballot\"");
        assertThat(conviction).contains("\"undoes\":[").contains("\"blobs\":[");
        String recovery = only(entries, "\"action\":\"report-recovery\"", "\"region\":\"ap-south\"");
        assertThat(recovery).contains("\"outcomeOf\":[" + index(conviction) + "]");
        assertThat(only(entries, "\"action\":\"report-effective\"", "\"region\":\"us-east\"",
                "\"weightBasisPoints\":1000}"))
                .contains("\"outcomeOf\":[" + index(advance) + "]");
        assertThat(settled).contains("\"rollout\":");
    }

    @Test
    void entries_are_canonical_have_no_fractions_and_fit() {
        for (Town town : stories()) {
            for (byte[] entry : Replica.of(town).entries()) {
                assertThat(CanonicalJson.write(CanonicalJson.parse(entry))).isEqualTo(entry);
                assertThat(entry.length).isLessThanOrEqualTo(EntryBundle.MAX_ENTRY_BYTES);
            }
        }
    }

    private static List<String> actions(List<byte[]> entries) {
        return entries.stream().map(CODECS.entries()::read).map(AuditEntryCodec.Entry::action).toList();
    }

    private static List<String> texts(Replica replica) {
        return replica.entries().stream().map(entry -> new String(entry, StandardCharsets.UTF_8)).toList();
    }

    private static String only(List<String> entries, String... parts) {
        List<String> found = entries.stream().filter(entry -> Arrays.stream(parts).allMatch(entry::contains)).toList();
        assertThat(found).as(String.join(" ", parts)).hasSize(1);
        return found.getFirst();
    }

    private static String index(String entry) {
        Matcher matcher = Pattern.compile("\"index\":(\\d+),\"node\"").matcher(entry);
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }
}
