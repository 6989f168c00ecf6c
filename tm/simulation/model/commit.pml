/* commit.pml: two-phase commit, its recovery, the end of its session, and what the ledger forgets.
 *
 * One session, TXS transactions, each with one branch in each of two databases. A request is a bit that stays set: it may arrive
 * late, several times, out of order; what a dead owner has sent may also vanish. An answer may be heard at any time after it was
 * true. A command to a database is a bit that is consumed when it is carried out, at any later time, whoever sent it: the owner,
 * or any number of agents at once. Whoever reports FINISHED has seen what he reports. The log is linearizable by assumption, so a
 * change of leader is a request whose fate is open. The order of the looks within one round of an agent is the subject of
 * witness.pml, the lease that of lease.pml.
 *
 * ASSERTED, always:
 *   a decision is the first one, and never another after it;
 *   a branch is committed only after COMMIT was decided, and never rolled back after that;
 *   the owner is answered what was decided, and tells its application nothing that is not so;
 *   a record retires only when each of its branches has ended as decided;
 *   nothing is decided ABORT under a living owner that has handed over DECIDE(COMMIT), but by somebody's own wish.
 * ASSERTED, when nothing can happen any more:
 *   nothing is prepared, but what the group forgot before it was prepared, or listed: a person's;
 *   COMMIT has reached every branch that voted yes, ABORT none;
 *   every record has retired, and every living owner has told its application something.
 *
 * MODES      TXS=2 two transactions under one watermark;  ROVOTE the second branch may vote read-only;
 *            NOFORGET, NOWISH, NOREFUSAL leave out retention, the abort by others, and the refusal by a limit;
 *            LOOSENO a NO may be said while the prepare is still on its way (a driver's XA: the list was read too early);
 *            CALM every prepare is answered, and no transaction's time is over;
 *            LISTGAP the list may miss a branch that is prepared (MariaDB, while the branch's connection ends)
 * PLANTED    see the table in README.md: each makes one of the assertions fail.
 * COVERn     asserts that something interesting never happens, and must fail too.
 */
#ifndef TXS
#define TXS 1
#endif
#define X(t,d) ((t)*2+(d))

/* outcomes, and what an application is told */
#define PENDING   0
#define COMMITTED 1
#define ABORTED   2
#define FORGOTTEN 3
#define UNKNOWN   4

/* a branch in its database; WORKING and its owner past ACTIVE: PREPARE is on its way */
#define WORKING  0
#define PREPARED 1
#define DONE     2
#define UNDONE   3
#define ONLYREAD 4

/* a vote, as its owner knows it */
#define NONE       0
#define YES        1
#define NO         2
#define UNANSWERED 3
#define READS      4

/* the owner's steps: CommitProtocol.Phase */
#define ACTIVE       0
#define PREPARING    1
#define ROLLING_BACK 2
#define DECIDING     3
#define COMMITTING   4
#define ABORTING     5
#define CLOSED       6

/* a session */
#define ALIVE 0
#define ENDED 1
#define GONE  2

/* ---- the ledger */
byte session = ALIVE;
bit committed[TXS], aborted[TXS], below[TXS];   /* the session's two sets, and its watermark */
byte record[TXS];                               /* a decision with branches that nobody reported; PENDING: no record */
bit open[TXS*2];                                /* which of them */
bit scanned[2];                                 /* fully scanned since the session's end */

/* ---- requests under way */
bit commitSent[TXS], abortSent[TXS];
bit doC[TXS*2], doR[TXS*2];                     /* commands of phase two, or of a local rollback */

/* ---- the databases, and the owner */
byte br[TXS*2];
bit crashed;
byte phase[TXS], told[TXS], vote[TXS*2];

/* ---- ghosts, and the faults of this run */
byte first[TXS];                                /* the first decision */
bit late[TXS*2];                                /* prepared, or listed, after its resource was scanned for good */
bit mayEnd, mayForget, mayCrash, mayRefuse, wish[TXS];
#ifdef COVER4
bit refused;
#endif

#define OUTCOME(t) (session==GONE -> FORGOTTEN : (committed[t] -> COMMITTED : \
                   (session==ENDED || below[t] || aborted[t] -> ABORTED : PENDING)))
#define LIVING (!crashed)

inline decided(t, what) {
  assert(first[t]==PENDING || first[t]==(what));
  first[t]=(what); wish[t]=0 }

/* a branch that a decision names: its vote was yes, or there was none */
#define NAMED(x) (vote[x]==YES || vote[x]==UNANSWERED)

inline recordIt(t, what) {
  decided(t, what);
  if :: (what)==COMMITTED -> committed[t]=1 :: else -> aborted[t]=1 fi;
  open[X(t,0)] = NAMED(X(t,0)); open[X(t,1)] = NAMED(X(t,1));
  record[t]=(what) }

inline notAgainstTheOwner(t) { assert(!(LIVING && commitSent[t] && phase[t]==DECIDING)) }

inline retire(t) {
  assert(record[t]!=COMMITTED || ((br[X(t,0)]==DONE || !NAMED(X(t,0))) && (br[X(t,1)]==DONE || !NAMED(X(t,1)))));
#ifdef BUG_ABORTSDROPPED       /* the aborted sequence goes with its record */
  aborted[t]=0;
#endif
  record[t]=PENDING }

#ifdef BUG_WORDEARLY           /* the word runs ahead of transactions that are open */
#define BEHIND(t) (phase[t]>=DECIDING)
#else
#define BEHIND(t) (phase[t]==CLOSED)
#endif
#define ALLBEHIND(t) (BEHIND(0) && ((t)==0 || BEHIND(TXS-1)))

/* FINISHED: of a commit what is seen committed; of an abort what is seen to be not prepared, which may not be so any more if
 * its prepare was without an answer */
#define FINISHED(x) \
  :: atomic { open[x] && (record[t]==COMMITTED && br[x]==DONE || \
                          record[t]==ABORTED && (br[x]!=PREPARED || vote[x]==UNANSWERED)) -> open[x]=0; \
       if :: !open[X(t,0)] && !open[X(t,1)] -> retire(t) :: else fi }

proctype Ledger(byte t) { byte i;
end: do
  /* DECIDE(COMMIT): RequestRunner.decide */
  :: atomic { commitSent[t] && OUTCOME(t)==PENDING -> recordIt(t, COMMITTED) }
#ifdef BUG_ENDEDCOMMITS        /* whether the session has ended is not asked */
  :: atomic { commitSent[t] && session==ENDED && !committed[t] -> committed[t]=1; decided(t, COMMITTED) }
#endif
#ifdef BUG_LASTWINS
  :: atomic { commitSent[t] && session==ALIVE && aborted[t] -> aborted[t]=0; committed[t]=1; decided(t, COMMITTED) }
#endif
#ifdef BUG_BELOWISOPEN         /* the watermark trims the aborted ones, and decides nothing */
  :: atomic { commitSent[t] && session==ALIVE && below[t] && !committed[t] -> committed[t]=1; decided(t, COMMITTED) }
#endif
  /* DECIDE(ABORT): of its owner; of anybody else */
  :: atomic { abortSent[t] && OUTCOME(t)==PENDING -> recordIt(t, ABORTED) }
  :: atomic { wish[t] && OUTCOME(t)==PENDING -> aborted[t]=1; decided(t, ABORTED) }
  /* of its owner when it was asked and does not know it: SessionNews.abortUnknown */
#ifndef BUG_NOINQUIRY
#ifdef BUG_ABORTSKNOWN         /* an owner that is asked aborts what it still has open */
  :: atomic { LIVING && phase[t]>=DECIDING && OUTCOME(t)==PENDING && (br[X(t,0)]==PREPARED || br[X(t,1)]==PREPARED) ->
#else
  :: atomic { LIVING && phase[t]==CLOSED && OUTCOME(t)==PENDING && (br[X(t,0)]==PREPARED || br[X(t,1)]==PREPARED) ->
#endif
       notAgainstTheOwner(t); aborted[t]=1; decided(t, ABORTED) }
#endif
  /* FINISHED: Transactions.finished */
  FINISHED(X(t,0))
  FINISHED(X(t,1))
  :: atomic { record[t]!=PENDING && !open[X(t,0)] && !open[X(t,1)] -> retire(t) }     /* it named none */
#ifdef BUG_FINISHEDALL         /* one branch's report retires the record */
  :: atomic { record[t]==COMMITTED && open[X(t,0)] && br[X(t,0)]==DONE -> open[X(t,0)]=0; open[X(t,1)]=0; retire(t) }
#endif
  /* the word on what lies behind it comes with any request: Session.noteWatermark */
#ifndef NOWORD
  :: atomic { LIVING && ALLBEHIND(t) && session==ALIVE && !below[t] -> i=0;
       do :: i<=t -> if :: OUTCOME(i)==PENDING -> notAgainstTheOwner(i); decided(i, ABORTED) :: else fi;
                     below[i]=1;
#ifdef COVER5                  /* nobody but the watermark decided a branch that is prepared */
                     assert(!(first[i]==ABORTED && !aborted[i] && br[X(i,0)]==PREPARED));
#endif
                     aborted[i]=0; i++
          :: else -> break od; i=0 }
#endif
  /* what a dead owner had sent may be lost */
  :: atomic { crashed && commitSent[t] -> commitSent[t]=0 }
  od
}

#define ALLRETIRED (record[0]==PENDING && record[TXS-1]==PENDING)
#ifdef BUG_FORGETUNFINISHED
#define FINISHEDBEFORE 1
#else
#define FINISHEDBEFORE ALLRETIRED
#endif
#ifdef BUG_FORGETUNSCANNED
#define SCANNEDBEFORE 1
#else
#define SCANNEDBEFORE (scanned[0] && scanned[1])
#endif

proctype Session() { byte i;
end: do
  :: atomic { mayCrash -> mayCrash=0; crashed=1 }
  /* Session.end: by its client, by its lease, or because its process is gone */
  :: atomic { session==ALIVE && (crashed || mayEnd) -> session=ENDED; mayEnd=0; i=0;
       do :: i<TXS -> aborted[i]=0; if :: first[i]==PENDING -> decided(i, ABORTED) :: else fi; below[i]=0; i++
          :: else -> break od; i=0 }
  /* CommandRunner.forgetExpired; the retention time may be over at any moment */
  :: atomic { session==ENDED && mayForget && FINISHEDBEFORE && SCANNEDBEFORE -> session=GONE; mayForget=0; i=0;
       do :: i<TXS -> committed[i]=0; i++ :: else -> break od; i=0 }
  od
}

proctype Database(byte t; byte d) {
end: do
  /* PREPARE: its answer may be lost, or come never */
  :: atomic { phase[t]!=ACTIVE && br[X(t,d)]==WORKING ->
       if :: br[X(t,d)]=PREPARED; if :: scanned[d] -> late[X(t,d)]=1 :: else fi
          :: br[X(t,d)]=UNDONE                   /* or its connection ended */
#ifdef ROVOTE
          :: d==1 -> br[X(t,d)]=ONLYREAD
#endif
       fi }
  :: atomic { doC[X(t,d)] -> doC[X(t,d)]=0;
       if :: br[X(t,d)]==PREPARED -> assert(first[t]==COMMITTED); br[X(t,d)]=DONE :: else fi }
  :: atomic { doR[X(t,d)] -> doR[X(t,d)]=0;
       if :: br[X(t,d)]==PREPARED -> assert(first[t]!=COMMITTED); br[X(t,d)]=UNDONE :: else fi }
  /* a command is lost; where the group has decided, an agent sends another */
  :: atomic { doR[X(t,d)] && OUTCOME(t)==PENDING -> doR[X(t,d)]=0 }
  od
}

/* RecoveryProtocol: the outcome of what is prepared is read here, and acted upon at any later time */
proctype Agent(byte t; byte d) {
end: do
  :: atomic { br[X(t,d)]==PREPARED && OUTCOME(t)==COMMITTED && !doC[X(t,d)] -> doC[X(t,d)]=1 }
  :: atomic { br[X(t,d)]==PREPARED && OUTCOME(t)==ABORTED && !doR[X(t,d)] -> doR[X(t,d)]=1 }
#ifdef BUG_PENDINGABORTS       /* pending for long: taken for aborted */
  :: atomic { br[X(t,d)]==PREPARED && OUTCOME(t)==PENDING && !doR[X(t,d)] -> doR[X(t,d)]=1 }
#endif
#ifdef BUG_FROMMEMORY          /* a node that was deposed says from its memory that the session is over */
  :: atomic { br[X(t,d)]==PREPARED && (mayEnd || crashed) && OUTCOME(t)==PENDING && !doR[X(t,d)] -> doR[X(t,d)]=1 }
#endif
#ifdef BUG_FORGOTTENABORTS     /* past the horizon: presumed abort */
  :: atomic { br[X(t,d)]==PREPARED && OUTCOME(t)==FORGOTTEN && !doR[X(t,d)] -> doR[X(t,d)]=1 }
#endif
  od
}

/* Scanned: the round began after the session's end, and found nothing of it prepared */
proctype Scan(byte d) {
end: do
  :: atomic { session==ENDED && !scanned[d] && br[X(0,d)]!=PREPARED && br[X(TXS-1,d)]!=PREPARED -> scanned[d]=1 }
#ifdef LISTGAP                 /* a prepared branch that is in no list for a moment */
  :: atomic { session==ENDED && !scanned[d] && (br[X(0,d)]==PREPARED || br[X(TXS-1,d)]==PREPARED) -> scanned[d]=1;
       if :: br[X(0,d)]==PREPARED -> late[X(0,d)]=1 :: else fi; if :: br[X(TXS-1,d)]==PREPARED -> late[X(TXS-1,d)]=1 :: else fi }
#endif
  od
}

#ifdef LOOSENO
#define SAYSNO(x) (br[x]==UNDONE || br[x]==WORKING)
#else
#define SAYSNO(x) (br[x]==UNDONE)
#endif
#ifdef CALM
#define NOVOTE(x)
#define NOTCALM 0
#else
#define NOVOTE(x) :: atomic { LIVING && phase[t]==PREPARING && vote[x]==NONE -> vote[x]=UNANSWERED }
#define NOTCALM 1
#endif
#define VOTE(x) \
  :: atomic { LIVING && phase[t]==PREPARING && vote[x]==NONE && br[x]==PREPARED -> vote[x]=YES } \
  :: atomic { LIVING && phase[t]==PREPARING && vote[x]==NONE && br[x]==ONLYREAD -> vote[x]=READS } \
  :: atomic { LIVING && phase[t]==PREPARING && vote[x]==NONE && SAYSNO(x) -> vote[x]=NO } \
  NOVOTE(x)

#define VOTED(t)   (vote[X(t,0)]!=NONE && vote[X(t,1)]!=NONE)
#define AGREED(x)  (vote[x]==YES || vote[x]==READS)
#define ISUNANSWERED(t) (vote[X(t,0)]==UNANSWERED || vote[X(t,1)]==UNANSWERED)

inline tell(t, what) { if :: told[t]==PENDING -> told[t]=(what) :: else fi }
/* a branch that gave no answer loses its connection first, so that no late prepare can land */
inline rollBack(x) { if :: NAMED(x) -> doR[x]=1 :: else fi;
                     if :: vote[x]==UNANSWERED && br[x]==WORKING -> br[x]=UNDONE :: else fi }
inline commitIt(x) { if :: vote[x]==YES -> doC[x]=1 :: else fi }

/* the answer to a DECIDE, heard late or never */
#define ASKED(t) (commitSent[t] || abortSent[t])
#define HEARSCOMMITTED(t) (ASKED(t) && first[t]==COMMITTED)
#if defined(BUG_ENDEDFIRST)    /* the ledger asks whether the session has ended before it looks the outcome up */
#define HEARSABORTED(t) (ASKED(t) && (first[t]==ABORTED || session==ENDED))
#elif defined(BUG_FORGOTTENABORTS)
#define HEARSABORTED(t) (ASKED(t) && (first[t]==ABORTED || session==GONE))
#else
#define HEARSABORTED(t) (ASKED(t) && first[t]==ABORTED)
#endif

/* CommitProtocol, Completion and DecideUntilKnown */
proctype Owner(byte t) {
end: do
  :: atomic { LIVING && phase[t]==ACTIVE -> phase[t]=PREPARING }
  VOTE(X(t,0))
  VOTE(X(t,1))
  /* allVotesAreIn */
  :: atomic { LIVING && phase[t]==PREPARING && AGREED(X(t,0)) && AGREED(X(t,1)) ->
       if
#ifdef BUG_ONELEFT             /* one yes beside a read-only one: as good as one-phase */
       :: vote[X(t,1)]==READS && vote[X(t,0)]==YES -> doC[X(t,0)]=1; told[t]=COMMITTED; phase[t]=CLOSED
#endif
       :: vote[X(t,0)]==READS && vote[X(t,1)]==READS -> told[t]=COMMITTED; phase[t]=CLOSED
       :: else -> commitSent[t]=1; phase[t]=DECIDING;
#ifdef BUG_EARLYCOMMIT
                  doC[X(t,0)]=1
#endif
       fi }
  :: atomic { LIVING && phase[t]==PREPARING && VOTED(t) && ISUNANSWERED(t) ->
#ifdef BUG_LOCALUNANSWERED     /* no answer to a prepare, and left alone without a word to the group */
       told[t]=ABORTED; phase[t]=CLOSED
#else
       abortSent[t]=1; phase[t]=DECIDING
#endif
     }
  :: atomic { LIVING && phase[t]==PREPARING && VOTED(t) && !ISUNANSWERED(t) && (vote[X(t,0)]==NO || vote[X(t,1)]==NO) ->
       rollBack(X(t,0)); rollBack(X(t,1)); phase[t]=ROLLING_BACK }
  /* localRollbackEnded: each is verified; or else it is the agents' too, so the group decides */
  :: atomic { LIVING && phase[t]==ROLLING_BACK && (vote[X(t,0)]!=YES || br[X(t,0)]==UNDONE) && (vote[X(t,1)]!=YES || br[X(t,1)]==UNDONE) ->
       told[t]=ABORTED; phase[t]=CLOSED }
  :: atomic { LIVING && phase[t]==ROLLING_BACK && (vote[X(t,0)]==YES || vote[X(t,1)]==YES) -> abortSent[t]=1; phase[t]=DECIDING }
  /* decided */
  :: atomic { LIVING && phase[t]==DECIDING && HEARSCOMMITTED(t) -> phase[t]=COMMITTING; commitIt(X(t,0)); commitIt(X(t,1)) }
  :: atomic { LIVING && phase[t]==DECIDING && HEARSABORTED(t) -> assert(first[t]==ABORTED); phase[t]=ABORTING;
       rollBack(X(t,0)); rollBack(X(t,1)) }
  :: atomic { LIVING && phase[t]==DECIDING && ASKED(t) && session==GONE -> tell(t, UNKNOWN); phase[t]=CLOSED }
  /* decideRefused, by a limit: copies of the refused DECIDE(COMMIT) may still arrive */
  :: atomic { LIVING && phase[t]==DECIDING && commitSent[t] && !abortSent[t] && mayRefuse -> mayRefuse=0;
#ifdef COVER4
       refused=1;
#endif
#ifdef BUG_REFUSEDLOCAL
       rollBack(X(t,0)); rollBack(X(t,1)); tell(t, ABORTED); phase[t]=CLOSED
#else
       abortSent[t]=1
#endif
     }
  /* timeOver: its time is over, the resolution goes on */
  :: atomic { NOTCALM && LIVING && phase[t]==DECIDING && told[t]==PENDING ->
       if :: commitSent[t] -> told[t]=UNKNOWN :: else -> told[t]=ABORTED fi }
#ifdef BUG_TIMEOVERABORTS
  :: atomic { LIVING && phase[t]==DECIDING && commitSent[t] -> rollBack(X(t,0)); rollBack(X(t,1)); phase[t]=CLOSED }
#endif
  /* the client is closed, or no resolving thread was free: left to the agents */
  :: atomic { LIVING && phase[t]==DECIDING && told[t]!=PENDING && (mayEnd || session!=ALIVE) -> phase[t]=CLOSED }
  /* phaseTwoEnded: verified or not, the decision is told */
  :: atomic { LIVING && phase[t]==COMMITTING -> assert(first[t]==COMMITTED && told[t]!=ABORTED); tell(t, COMMITTED); phase[t]=CLOSED }
  :: atomic { LIVING && phase[t]==ABORTING -> assert(first[t]==ABORTED); tell(t, ABORTED); phase[t]=CLOSED }
  od
}

#define WROTE(x) (vote[x]!=READS)
inline quiet(t) {
  assert(br[X(t,0)]!=PREPARED || (OUTCOME(t)==FORGOTTEN && late[X(t,0)]));
  assert(br[X(t,1)]!=PREPARED || (OUTCOME(t)==FORGOTTEN && late[X(t,1)]));
  assert(first[t]!=COMMITTED || ((br[X(t,0)]==DONE || !WROTE(X(t,0))) && (br[X(t,1)]==DONE || !WROTE(X(t,1)))));
  assert(first[t]==COMMITTED || (br[X(t,0)]!=DONE && br[X(t,1)]!=DONE));
  assert(told[t]!=COMMITTED || first[t]==COMMITTED || (!WROTE(X(t,0)) && !WROTE(X(t,1))));
  assert(told[t]!=ABORTED || first[t]!=COMMITTED);
  assert(record[t]==PENDING);
  assert(crashed || told[t]!=PENDING);
#ifdef COVER1   /* the owner died after COMMIT was logged and before it heard of it; agents have done all */
  assert(!(crashed && phase[t]==DECIDING && br[X(t,0)]==DONE && br[X(t,1)]==DONE));
#endif
#ifdef COVER2   /* a living owner all of whose branches voted yes is told ABORTED, for its session had ended */
  assert(!(!crashed && session==ENDED && commitSent[t] && !abortSent[t] && told[t]==ABORTED));
#endif
#ifdef COVER3   /* forgotten, then prepared: left to a person */
  assert(br[X(t,0)]!=PREPARED);
#endif
#ifdef COVER4   /* refused, and yet committed by a copy of the refused request */
  assert(!(refused && !crashed && told[t]==COMMITTED));
#endif
}

proctype Quiet() { byte t;
  timeout -> atomic { t=0; do :: t<TXS -> quiet(t); t++ :: else -> break od }
}

init { byte i; atomic {
  if :: mayEnd=1 :: skip fi; if :: mayCrash=1 :: skip fi;
#ifndef NOFORGET
  if :: mayForget=1 :: skip fi;
#endif
#ifndef NOREFUSAL
  if :: mayRefuse=1 :: skip fi;
#endif
  run Session(); run Scan(0); run Scan(1);
  do :: i<TXS ->
#ifndef NOWISH
     if :: wish[i]=1 :: skip fi;
#endif
     run Ledger(i); run Owner(i); run Database(i,0); run Database(i,1); run Agent(i,0); run Agent(i,1); i++
  :: else -> break od;
  run Quiet(); i=0 } }
