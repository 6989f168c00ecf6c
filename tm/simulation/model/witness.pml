/* witness.pml: the rounds of two agents over one resource, step by step, and the removal of witnesses.
 *
 * One transaction with one branch that is looked at here (the others do not matter: a record names branches one by one). Its
 * decision falls at any time. Both agents believe to be the active one, and either may stand still between any two steps.
 * The owner finishes the branch too, its FINISHED may come late or never. The witness is a row that the branch itself wrote:
 * everybody sees it once the branch is committed, a dirty read sees it before. Removing it raises the horizon, at or below
 * which a missing row says nothing. With XIDS it is PostgreSQL's: the transaction's id, never removed, always to be asked.
 * With PLAIN there is none: an XAResource.
 *
 * MariaDB's two moments in which the list is not to be believed are here too: while the server takes a prepared branch from a
 * connection that ends it is in no list (unlisted), and an XA COMMIT of just then is answered as done and does nothing.
 *
 * ASSERTED, always:
 *   FINISHED is sent of a commit only if it is committed, and of an abort never if it is committed;
 *   a branch is called lost only if it was lost (a restored database), and rolled back against the decision only if it was;
 *   a witness is removed only of a branch that was committed, and reported.
 * ASSERTED, when nothing can happen any more:
 *   the branch is prepared no more; the record has retired, or a person was called;
 *   decided COMMIT it is committed, and ABORT it is not, unless the database lost it or a person's hand was in it.
 *
 * MODES  XIDS, PLAIN; NOGAP the list never misses what is prepared; HAND somebody commits or rolls back by hand; LOSES the database may be restored without the branch;
 *        NOSWEEP
 */
#define PENDING   0
#define COMMITTED 1
#define ABORTED   2

#define PREPARED 1
#define DONE     2
#define UNDONE   3

/* what a witness says: Testimony */
#define SAYS_DONE    1
#define SAYS_UNDONE  2
#define SAYS_BUSY    3
#define SAYS_NOTHING 4

/* ---- the ledger */
byte decision;                      /* what is decided */
bit open;                           /* the branch is among the unfinished ones */
bit finSent, incident;              /* FINISHED under way; a person was called */
bit ownerAlive = 1;

/* ---- the database */
byte br = PREPARED;
bit unlisted;                         /* prepared, and in no list */
bit ownConnection = 1;              /* the branch's own connection is there */
bit leaving;                        /* it is on its way out, and has not let go of the branch */
bit removed, horizon;

/* ---- ghosts, and the faults of this run */
bit lost, byHand, falseAlarm;
bit mayCrash, mayHand, mayLose, stuckOnce;

#if defined(PLAIN)
#define ROWVISIBLE 0
#define ROWDIRTY   0
#elif defined(XIDS)
#define ROWVISIBLE (br==DONE)
#define ROWDIRTY   (br==PREPARED)
#else
#define ROWVISIBLE (br==DONE && !removed)
#define ROWDIRTY   (br==PREPARED)
#endif
#ifdef NOGAP
#define UNLIST skip
#else
#define UNLIST if :: br==PREPARED -> unlisted=1 :: else fi
#endif
#define LISTED (br==PREPARED && !unlisted)

proctype Ledger() {
end: do
  :: atomic { decision==PENDING -> decision=COMMITTED; open=1 }
  :: atomic { decision==PENDING -> decision=ABORTED; open=1 }
  :: atomic { finSent && open -> open=0 }
  od
}

proctype Database() {
end: do
#ifndef PLAIN
#ifndef XIDS
  /* the connection is told to go, or dies; the server takes the branch from it, and lets go of it a moment later */
  :: atomic { ownConnection && !leaving && (!ownerAlive) -> leaving=1; UNLIST }
  :: atomic { leaving -> leaving=0; ownConnection=0; if :: !stuckOnce -> unlisted=0 :: else fi }
  :: atomic { stuckOnce && unlisted && !leaving -> stuckOnce=0; unlisted=0 }      /* the server is restarted: it is listed again */
#endif
#endif
  :: atomic { mayHand && LISTED -> mayHand=0; byHand=1; if :: br=DONE :: br=UNDONE fi }
  :: atomic { mayLose && br==PREPARED -> mayLose=0; lost=1; br=UNDONE; unlisted=0 }
  od
}

inline finish(what) {   /* XA COMMIT or XA ROLLBACK from another connection than the branch's own */
  if :: leaving && br==PREPARED -> UNLIST; stuckOnce=1; acked=1      /* answered as done, and nothing is done */
     :: !leaving && LISTED && !ownConnection -> acked=1; if :: what==COMMITTED -> br=DONE :: else -> br=UNDONE fi
     :: else -> skip fi }

proctype Owner() {
  if :: atomic { decision==COMMITTED && ownerAlive ->
            if :: br==PREPARED && ownConnection && !leaving -> br=DONE :: else fi }
     :: atomic { decision==ABORTED && ownerAlive ->
            if :: br==PREPARED && ownConnection && !leaving -> br=UNDONE :: else fi }
     :: atomic { mayCrash -> ownerAlive=0; goto gone }
     :: atomic { decision!=PENDING -> goto unsettled }                        /* its command was not answered */
  fi;
  /* its report comes late, or never */
  if :: atomic { br==DONE && decision==COMMITTED || br==UNDONE && decision==ABORTED -> finSent=1 }
     :: atomic { br==DONE && decision==ABORTED || br==UNDONE && decision==COMMITTED -> skip }
     :: skip
  fi;
unsettled: atomic { ownerAlive=0 };
gone: skip
}

inline sayFinished() {
  assert(decision!=COMMITTED || br==DONE);
  assert(decision!=ABORTED || br!=DONE);
  finSent=1 }

inline callLost() {
  if :: lost || byHand -> skip :: else -> falseAlarm=1 fi;
#if !defined(PLAIN) || defined(STRICT)
  assert(lost || byHand);
#endif
  incident=1 }

/* MariaDbInspection.ask, PostgresInspection.status: list once more, the row, the row by a dirty read, the horizon */
inline askWitness() {
#ifndef BUG_WITNESSFIRST
  atomic { if :: LISTED -> says=SAYS_BUSY :: else -> says=0 fi };
#endif
#ifndef BUG_NODIRTYREAD
#define MISSING (!ROWVISIBLE && !ROWDIRTY)
#else
#define MISSING (!ROWVISIBLE)
#endif
  atomic { if :: says==0 && ROWVISIBLE -> says=SAYS_DONE
              :: says==0 && !ROWVISIBLE && !MISSING -> says=SAYS_BUSY
              :: says==0 && MISSING ->
#ifdef BUG_NOHORIZON
                   says=SAYS_UNDONE
#else
                   if :: horizon -> says=SAYS_NOTHING :: else -> says=SAYS_UNDONE fi
#endif
              :: else fi } }

/* RecoveryProtocol.believe and settleAbsent */
inline believe() {
  if
  :: says==SAYS_DONE && decision==COMMITTED -> sayFinished()
  :: says==SAYS_DONE && decision==ABORTED -> assert(byHand); incident=1
  :: says==SAYS_UNDONE && decision==COMMITTED -> assert(lost || byHand); incident=1
  :: says==SAYS_UNDONE && decision==ABORTED -> sayFinished()
  :: says==SAYS_NOTHING && decision==ABORTED -> sayFinished()
  :: says==SAYS_NOTHING && decision==COMMITTED ->
#ifdef BUG_LOSTATONCE          /* one round is taken for proof */
       callLost()
#else
       if :: suspected -> callLost() :: else -> suspected=1 fi
#endif
  :: else
  fi }

proctype Agent(byte me) {
  bit unfinished, listed, acked, everAcked, suspected, again;
  byte outcome, says, old;
end: do
  :: atomic { (open && !incident) || (br==PREPARED && !unlisted && decision!=PENDING) ||
              (br==PREPARED && unlisted && open && !stuckOnce && !incident) -> skip };
     unfinished=0; listed=0; outcome=PENDING; acked=0; again=0; says=0;
     /* QueryUnfinished */
     atomic { unfinished = open; if :: !open -> suspected=0; everAcked=0 :: else fi };
#ifdef BUG_WITNESSFIRST        /* the witness is asked before the list is read */
     askWitness();
#endif
     /* ListPrepared */
     atomic { listed = LISTED };
     if :: listed ->
          /* QueryOutcomes */
          atomic { outcome = decision };
          if :: outcome!=PENDING ->
               /* Commit, Rollback: first the branch's own connection ends */
#if !defined(PLAIN) && !defined(XIDS)
               atomic { if :: ownConnection && !leaving -> leaving=1; UNLIST :: else fi };
#ifndef BUG_NOWAIT             /* and is left alone for a while */
               atomic { !leaving -> skip };
#endif
#else
               atomic { ownConnection=0 };
#endif
               atomic { finish(outcome); if :: acked && outcome==COMMITTED -> everAcked=1 :: else fi };
               /* ListPrepared again */
               atomic { listed = LISTED }
             :: else fi
        :: else fi;
     if :: unfinished && !listed ->
#ifdef PLAIN
          atomic { if :: decision==ABORTED || everAcked -> sayFinished()
                      :: else ->
#ifdef BUG_ABSENTISDONE        /* not in the list: taken for committed */
                          sayFinished()
#else
                          callLost()
#endif
                   fi; again=0 }
#else
#ifdef BUG_BELIEVEACK          /* an acknowledged commit needs no proof */
          if :: everAcked -> atomic { sayFinished(); says=SAYS_BUSY } :: else fi;
#endif
#ifndef BUG_WITNESSFIRST
          if :: says==0 -> askWitness() :: else fi;
#endif
          atomic { believe(); says=0 }
#endif
        :: else fi
#if !defined(PLAIN) && !defined(XIDS) && !defined(NOSWEEP)
  /* WitnessSweep: the rows that are there, their outcome, the unfinished ones, the removal */
  :: atomic { ROWVISIBLE && (decision==COMMITTED && !open || !old) -> old=1 };
#ifdef BUG_SWEEPORDER
     atomic { unfinished = open };
     atomic { outcome = decision };
#else
     atomic { outcome = decision };
#ifdef BUG_SWEEPSTALE          /* the second question is answered by a node that is behind */
     atomic { if :: unfinished = open :: unfinished = 0 fi };
#else
     atomic { unfinished = open };
#endif
#endif
     atomic { if
#ifdef BUG_SWEEPPENDING        /* whatever is not unfinished goes */
       :: !unfinished -> assert(br==DONE && decision==COMMITTED && !open); removed=1; horizon=1
#else
       :: outcome==COMMITTED && !unfinished -> assert(br==DONE && decision==COMMITTED && !open); removed=1; horizon=1
#endif
       :: else fi; unfinished=0; outcome=PENDING }
#endif
  od
}

proctype Quiet() {
  timeout -> atomic {
    assert(br!=PREPARED);
    assert(!open || incident);
    assert(decision!=COMMITTED || br==DONE || lost || byHand);
    assert(decision!=ABORTED || br==UNDONE || byHand);
#ifdef COVER1     /* the witness of a branch that an agent finished is removed */
    assert(!(removed && !ownConnection));
#endif
#ifdef COVER2     /* a person is called for good reason */
    assert(!incident);
#endif
#ifdef COVER3     /* a branch without a witness is called lost, though it is committed */
    assert(!falseAlarm);
#endif
  } }

init { atomic {
  if :: mayCrash=1 :: skip fi;
#ifdef HAND
  if :: mayHand=1 :: skip fi;
#endif
#ifdef LOSES
  if :: mayLose=1 :: skip fi;
#endif
  run Ledger(); run Database(); run Owner(); run Agent(0); run Agent(1); run Quiet() } }
