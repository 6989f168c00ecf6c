package io.nemcon.wire.server;

import com.google.protobuf.ByteString;
import io.nemcon.wire.WireName;
import io.nemcon.wire.frame.Link;
import io.nemcon.wire.handshake.Proofs;
import io.nemcon.wire.handshake.Versions;
import io.nemcon.wire.proto.Challenge;
import io.nemcon.wire.proto.Hello;
import io.nemcon.wire.proto.Proof;
import io.nemcon.wire.proto.Welcome;
import org.jspecify.annotations.Nullable;

/** A server's rules about who comes in. Refusals are sentences about the client, for both sides' eyes. Immutable. */
final class Admission {

    private final WireServerConfig config;
    private final @Nullable Proofs proofs;

    Admission(WireServerConfig config) {
        this.config = config;
        String secret = config.security().secret();
        this.proofs = secret == null ? null : new Proofs(secret);
    }

    /** Why a client with this hello is refused before it proves anything; null if it may go on. */
    @Nullable
    String objection(Hello hello) {
        Versions theirs = new Versions(hello.getVersionMin(), hello.getVersionMax());
        if (!Versions.OURS.meets(theirs)) {
            return "speaks " + theirs.words() + ", this node speaks " + Versions.OURS.min() + " to "
                    + Versions.OURS.max();
        }
        if (hello.getNonce().size() != Proofs.NONCE_BYTES) {
            return "sent a nonce of " + hello.getNonce().size() + " bytes instead of " + Proofs.NONCE_BYTES;
        }
        if (hello.getName().isBlank() || hello.getName().length() > WireName.CHARACTERS_MAX) {
            return "has no name of 1 to " + WireName.CHARACTERS_MAX + " characters";
        }
        if (hello.getGroup().length() > WireName.CHARACTERS_MAX) {
            return "has a group id of more than " + WireName.CHARACTERS_MAX + " characters";
        }
        if (hello.getSecret() == (proofs != null)) {
            return null;
        }
        return proofs != null
                ? "has no shared secret, and this node asks for one: configure it there"
                : "asks for proof of a shared secret, and this node has none: configure it here";
    }

    Challenge challenge(Hello hello) {
        return Challenge.newBuilder()
                .setVersion(Versions.OURS.best(new Versions(hello.getVersionMin(), hello.getVersionMax())))
                .setNonce(ByteString.copyFrom(Proofs.nonce()))
                .setSecret(proofs != null)
                .build();
    }

    /** Why a client with this proof is refused; null if it is welcome. */
    @Nullable
    String objection(Hello hello, Challenge challenge, Proof proof) {
        if (proofs != null
                && !proofs.verify(
                        proof.getProof().toByteArray(),
                        Proofs.Role.CLIENT,
                        hello.toByteArray(),
                        challenge.toByteArray())) {
            return "does not know this node's shared secret";
        }
        String theirs = hello.getGroup();
        String ours = config.groupHex();
        if (!theirs.isEmpty() && !ours.isEmpty() && !theirs.equalsIgnoreCase(ours)) {
            return "belongs to group " + Link.shown(theirs) + ", this node to group " + ours;
        }
        return null;
    }

    Welcome welcome(Hello hello, Challenge challenge) {
        Welcome welcome = Welcome.newBuilder()
                .setName(config.name())
                .setGroup(config.groupHex())
                .build();
        if (proofs == null) {
            return welcome;
        }
        byte[] proof =
                proofs.prove(Proofs.Role.SERVER, hello.toByteArray(), challenge.toByteArray(), welcome.toByteArray());
        return welcome.toBuilder().setProof(ByteString.copyFrom(proof)).build();
    }
}
