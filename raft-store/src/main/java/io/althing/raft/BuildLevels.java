package io.althing.raft;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.althing.raft.proto.IdentityResponse;
import io.althing.registry.FeatureLevel;
import io.althing.store.Levels;

/** Asks members which feature levels their builds know. Nothing is remembered: what counts is what runs there now. */
final class BuildLevels {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final IdentityDesk desk;
    private final Links links;
    private final Supplier<Levels> here;

    /** @param here the cluster's level as applied here, and this build's */
    BuildLevels(IdentityDesk desk, Links links, Supplier<Levels> here) {
        this.desk = desk;
        this.links = links;
        this.here = here;
    }

    /** What the answering node's build knows; builds that knew of no levels are of the first. */
    static int of(IdentityResponse answer) {
        return Math.max(FeatureLevel.FIRST, answer.getFeatureLevel());
    }

    /** Why a node that answers so cannot be a member now; empty if it can. */
    Optional<String> tooOld(IdentityResponse answer) {
        int agreed = here.get().agreed();
        return of(answer) >= agreed
                ? Optional.empty()
                : Optional.of("it runs a build of feature level " + of(answer) + " and the cluster is at " + agreed
                        + "; start the build the members run there");
    }

    /** Which of the members keeps the cluster below the level, a clause; empty if each says that its build knows it. */
    CompletableFuture<Optional<String>> lacking(int level, List<Member> members) {
        List<CompletableFuture<Optional<String>>> asked = members.stream().map(m -> lacking(level, m)).toList();
        return CompletableFuture.allOf(asked.toArray(CompletableFuture<?>[]::new)).thenApply(
                all -> asked.stream().map(CompletableFuture::join).flatMap(Optional::stream).findFirst());
    }

    private CompletableFuture<Optional<String>> lacking(int level, Member member) {
        if (member.equals(desk.identity().self())) {
            return CompletableFuture.completedFuture(lacking(level, member, here.get().ofBuild()));
        }
        return links.ask(member, desk.question(), PATIENCE)
                .thenApply(answer -> answer.getMember().equals(member.toString())
                        ? lacking(level, member, of(answer))
                        : Optional.of("at " + member.address() + " answers '" + answer.getMember() + "'"))
                .exceptionally(silent -> Optional.of("node " + member.node() + " does not say what its build knows"));
    }

    private static Optional<String> lacking(int level, Member member, int known) {
        return known >= level
                ? Optional.empty()
                : Optional.of("node " + member.node() + " runs a build of level " + known);
    }
}
