/* Transactions that other processes join: the owner A (0), a joined session B (1), one that joins late, C (2), one branch each. Who has
 * joined and what is decided stands in the log; who was asked and who voted the leader knows, until it changes (twice at most).
 *
 * At a decision for COMMIT: every branch whose work counts is prepared. No branch is committed without COMMIT, none rolled back after it
 * once its session has agreed. When all is quiet nothing is left prepared, and an owner that lives was told what was decided.
 *
 * NOSETCHECK: a decision does not name the joins it was voted on. DROPJOIN: the end of a session takes its joins with it. JOINSINMEMORY:
 * joins are the leader's. UNKNOWNYES: who does not know the transaction says YES. LATEJOIN: a join is taken after the decision.
 * BROLLBACK: a joined session rolls back what it agreed to. ALOCALRB: the owner rolls back while its DECIDE is under way. OWNSESSION: an
 * agent asks about the session that prepared, not about the owner's. KEEPJOIN: the end of a joined session aborts nothing (holds too: only
 * slower). COVER1 to 3: see the monitor. */
#define P 0
#define C 1
#define A 2
#define NONE 0
#define ACT 1
#define PREP 2
#define COMM 3
#define ROLL 4
#define B(p) (1<<(p))
byte br[3], worked;                       /* worked: participants whose work was acknowledged to A's caller */
byte joined, dec, gdec; bit tab, tomb;    /* ledger: dec counts while tab (not retired) */
bit ended[3], mayEnd[3];
bit reqC, reqA, repC, repA, reqJ[3], ask[3], vY[3], vN[3];
byte told, phA;
byte lset, changes; bit lon, propC, propA; byte pset; bit mayTimeout;  /* leader memory; proposals in flight */

#define OUT (tab -> dec : (gdec==C -> C : (ended[0] -> A : (tomb -> A : P))))   /* gdec==C stands for the bitmap */
#define IN(p) ((joined & B(p))!=0)

inline setdec(o) { assert(gdec==P || gdec==o); gdec=o; dec=o; tab=1 }
#ifdef BUG_NOSETCHECK
#define SETOK 1
#else
#define SETOK (pset==joined)
#endif
#ifdef KEEPJOIN
#define NOENDED 1
#else
#define NOENDED (!(IN(1) && ended[1]) && !(IN(2) && ended[2]))
#endif
#define OKP(p) (br[p]==PREP || ((worked & B(p))==0 && br[p]!=ACT))
inline applyC() {
  if :: OUT==P && SETOK && NOENDED -> setdec(C);
          assert(br[0]==PREP && OKP(1) && OKP(2))    /* nobody whose work counts is left out */
     :: else -> lon=0 fi;                                       /* refused: ask again */
  propC=0 }
inline applyA() { if :: OUT==P -> setdec(A) :: else fi; propA=0 }

proctype Ledger() {
end: do
  :: atomic { propC -> applyC() }
  :: atomic { propA -> applyA() }
  :: atomic { reqA && OUT==P -> setdec(A) }
  :: atomic { (reqC||reqA) && OUT==C && !repC -> repC=1 }
  :: atomic { (reqC||reqA) && OUT==A && !repA -> repA=1 }
  /* FINISHED, reported by agents */
  :: atomic { tab && br[0]!=PREP && (!IN(1) || br[1]>=COMM) && (!IN(2) || br[2]>=COMM) && (dec==A || br[0]==COMM) ->
#ifndef BUG_NOTOMB
       if :: dec==A && !ended[0] -> tomb=1 :: else fi;
#endif
       tab=0; joined=0 }
  :: atomic { mayEnd[0] && !ended[0] -> ended[0]=1; tomb=0; if :: gdec==P -> gdec=A :: else fi }
  :: atomic { mayEnd[1] && !ended[1] -> ended[1]=1;
#ifdef BUG_DROPJOIN      /* the end of a session takes its registrations with it, joins too */
       joined=joined & (7-B(1))
#else
#ifndef KEEPJOIN
       if :: IN(1) && OUT==P -> setdec(A) :: else fi
#endif
#endif
     }
  :: atomic { mayEnd[2] && !ended[2] -> ended[2]=1;
#ifdef BUG_DROPJOIN      /* the end of a session takes its registrations with it, joins too */
       joined=joined & (7-B(2))
#else
#ifndef KEEPJOIN
       if :: IN(2) && OUT==P -> setdec(A) :: else fi
#endif
#endif
     }
  :: atomic { reqJ[1] && OUT==P && !ended[1] && !IN(1) -> reqJ[1]=0; joined=joined|B(1); br[1]=ACT; worked=worked|B(1) }
#ifdef BUG_LATEJOIN
  :: atomic { reqJ[1] && OUT==C -> reqJ[1]=0; br[1]=ACT; worked=worked|B(1); assert(0) }
#endif
  :: atomic { reqJ[2] && OUT==P && !ended[2] && !IN(2) -> reqJ[2]=0; joined=joined|B(2); br[2]=ACT; worked=worked|B(2) }
#ifdef BUG_LATEJOIN
  :: atomic { reqJ[2] && OUT==C -> reqJ[2]=0; br[2]=ACT; worked=worked|B(2); assert(0) }
#endif
  /* leader change */
  :: atomic { changes<2 -> changes++; 
       if :: propC -> applyC() :: propC=0 fi; if :: propA -> applyA() :: propA=0 fi;
       lon=0; lset=0;
#ifdef BUG_JOINSINMEMORY
       joined=0
#endif
     }
  od
}

/* the leader of the moment */
#define VOTED(p) ((lset & B(p))==0 || vY[p])
#define ASKED(p) ((lset & B(p))!=0)
proctype Leader() {
end: do
  :: atomic { reqC && OUT==P && !lon && !propC -> lon=1; lset=joined; if :: IN(1) -> ask[1]=1 :: else fi; if :: IN(2) -> ask[2]=1 :: else fi }
  :: atomic { lon && OUT==P && VOTED(1) && VOTED(2) && !propC && !propA -> propC=1; pset=lset }
  :: atomic { lon && OUT==P && (ASKED(1) && vN[1] || ASKED(2) && vN[2]) && !propA && !propC -> propA=1 }
  :: atomic { lon && OUT==P && (ASKED(1) && ended[1] && !vY[1] || ASKED(2) && ended[2] && !vY[2]) && !propA && !propC -> propA=1 }
  :: atomic { mayTimeout && OUT==P && joined!=0 && !propA -> mayTimeout=0; propA=1 }
  od
}
/* participants: the session and its database connection */
proctype Part(byte p) {
end: do
  :: atomic { ask[p] && !ended[p] && br[p]==ACT -> if :: br[p]=PREP; vY[p]=1 :: br[p]=ROLL; vN[p]=1 fi }
  :: atomic { ask[p] && !ended[p] && br[p]==PREP && !vY[p] -> vY[p]=1 }
  :: atomic { ask[p] && br[p]==ROLL && !vY[p] && !vN[p] ->      /* no longer known: NO, never YES or read-only */
#ifdef BUG_UNKNOWNYES
       vY[p]=1
#else
       vN[p]=1
#endif
     }
  :: atomic { ask[p] && br[p]==ACT && ended[p] -> if :: br[p]=PREP :: br[p]=PREP; vY[p]=1 :: br[p]=ROLL; assert(gdec!=C) fi }  /* paused: prepares late */
  :: atomic { br[p]==ACT -> br[p]=ROLL; assert(gdec!=C) }       /* gives up before its vote, or its connection dies */
#ifdef BUG_BROLLBACK   /* the design's words: by its own client before it ever sent DECIDE(COMMIT) - B never sends one */
  :: atomic { br[p]==PREP && OUT==P -> br[p]=ROLL; assert(gdec!=C) }
#endif
  od
}
proctype Agent(byte p) {
end: do
  :: atomic { br[p]==PREP && OUT==C -> br[p]=COMM; assert(gdec==C && told!=A) }
  :: atomic { br[p]==PREP && OUT==A -> br[p]=ROLL; assert(gdec!=C && told!=C) }
#ifdef BUG_OWNSESSION  /* asks about the session that prepared it, not about the gtrid */
  :: atomic { br[p]==PREP && OUT==P && ended[p] -> br[p]=ROLL; assert(gdec!=C) }
#endif
  od
}
proctype Root() {
end: do
  :: atomic { phA==0 -> br[0]=ACT; reqJ[1]=1; phA=1 }
  :: atomic { phA==1 && (IN(1) || gdec!=P || ended[1]) -> reqJ[2]=1; phA=2 }     /* B answered; C is called and not waited for */
  :: atomic { phA==2 && (IN(1) || gdec!=P) -> br[0]=PREP; reqC=1; phA=3 }
  :: atomic { phA==2 -> reqA=1; phA=4 }
  :: atomic { phA==3 -> reqA=1; phA=4 }                                      /* rollback races with its own commit */
  :: atomic { phA>=3 && repC && told==P -> told=C; assert(gdec==C) }
  :: atomic { phA>=3 && repA && told==P -> told=A; assert(gdec==A) }
#ifdef BUG_ALOCALRB
  :: atomic { phA==3 && told==P && br[0]==PREP -> br[0]=ROLL; told=A; assert(gdec!=C) }
#endif
  od
}
proctype Monitor() { timeout -> atomic {
  assert(br[0]!=PREP && br[1]!=PREP && br[2]!=PREP);
  assert(gdec!=C || br[0]==COMM);
  assert(ended[0] || told!=P);
  assert(told!=C || gdec==C); assert(told!=A || gdec==A); assert(!tab);
#ifdef COVER1   /* reachable: all three committed after a leader change */
  assert(!(changes==2 && br[1]==COMM && br[2]==COMM && br[0]==COMM));
#endif
#ifdef COVER2   /* reachable: C refused, A and B committed */
  assert(!(br[2]==NONE && br[1]==COMM));
#endif
#ifdef COVER3   /* KEEPJOIN: committed though B ended after its vote */
  assert(!(br[1]==COMM && ended[1] && !ended[0]));
#endif
} }
init { byte i; atomic {
  i=0; do :: i<3 -> if :: mayEnd[i]=1 :: skip fi; run Agent(i); i++ :: else -> break od; i=0;
  if :: mayTimeout=1 :: skip fi;
  run Ledger(); run Leader(); run Part(1); run Part(2); run Root(); run Monitor() } }
