using TenantTokens.Approvals;
using TenantTokens.Configuration;
using TenantTokens.Ledger;
using TenantTokens.Local.Ledger;
using TenantTokens.Rotations;
using TenantTokens.Simulation.Actors;
using TenantTokens.Simulation.Checks;
using TenantTokens.Simulation.Product;
using TenantTokens.Simulation.Time;
using TenantTokens.Simulation.World;

namespace TenantTokens.Simulation.Runs;

/// <summary>One run of a story: a world, one installation of the product or two, and everybody who acts.</summary>
internal sealed class SeedRun : IDisposable
{
    private const long MostSteps = 3_000_000;
    private const string Ours = "our copy";
    private const string Second = "the second copy";
    private static readonly DateTimeOffset s_begin = new(2027, 3, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan s_look = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan s_afterwards = TimeSpan.FromHours(3);
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(4);

    private readonly RunOptions _options;
    private readonly VirtualTime _time;
    private readonly Trace _trace;
    private readonly Pump _pump;
    private readonly Dictionary<string, int> _moments = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Violation> _violations = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _reached = new(StringComparer.Ordinal);
    private readonly List<CopyRun> _copies = [];
    private int _pending;
    private Exception? _failure;
    private DateTimeOffset _lastDeed;

    private SeedRun(Story story, RunOptions options)
    {
        (Story, _options) = (story, options);
        _time = new VirtualTime(s_begin, Draws.For(story.Seed, "order"));
        _trace = new Trace(_time, options.TracesAll);
        _pump = new Pump(_time);
        World = new VirtualWorld(story.Scenery.Machines, story.Seed, _time) { Lost = lost => Look(lost) };
        NobodyVotesUntil = _lastDeed = s_begin;
    }

    public Story Story { get; }

    public VirtualWorld World { get; }

    public FaultyCalls Faults { get; } = new();

    public TimeProvider Time => _time;

    public DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>Until when the approvers are away.</summary>
    public DateTimeOffset NobodyVotesUntil { get; set; }

    /// <summary>The checks' planted bug, for every process.</summary>
    public RunOptions Options => _options;

    /// <summary>
    /// What libraries keep for the whole process is filled before the first story, so that no story depends on the ones before it: Azure's Key Vault client
    /// remembers where a vault sends it to sign in.
    /// </summary>
    public static void WarmUp() => Play(new Story(0, Scenery.Draw(new Random(1)) with { Machines = 5 }, []), new RunOptions());

    /// <summary>Runs a story to its end. From outside the thread pool, one at a time.</summary>
    public static RunResult Play(Story story, RunOptions options)
    {
        using SeedRun run = new(story, options);
        RunResult? result = null;
        run._pump.Run(async () => result = await run.PlayAsync());
        return result!;
    }

    /// <summary>A source of random numbers of its own.</summary>
    public Random Draw(string what) => Draws.For(Story.Seed, what);

    /// <summary>Says what happens, in the story.</summary>
    public void Tell(string line) => _trace.Tell(line);

    /// <summary>Says what happens, for whoever wants every step.</summary>
    public void Step(string line) => _trace.Step(line);

    /// <summary>Something happened that events may follow.</summary>
    public void Happened(string moment)
    {
        int number = _moments[moment] = _moments.GetValueOrDefault(moment) + 1;
        foreach (StoryEvent next in Story.Events.Where(next => next.Moment == moment && next.Nth == number))
        {
            Begin(() => DoAsync(next));
        }
    }

    /// <summary>Begins something that nobody waits for; what it throws ends the run.</summary>
    public void Begin(Func<Task> act)
    {
        _ = GuardAsync();

        async Task GuardAsync()
        {
            try
            {
                await act();
            }
            catch (Exception exception)
            {
                _failure ??= exception;
            }
        }
    }

    /// <summary>Waits on the clock that jumps; the run does not end before.</summary>
    public async Task WaitAsync(TimeSpan span)
    {
        _pending++;
        try
        {
            await Task.Delay(span, _time, CancellationToken.None);
        }
        finally
        {
            _pending--;
            _lastDeed = Now;
        }
    }

    public void DieAt(int steps, TimeSpan down, bool losesJournal) => _copies[0].DieAt(steps, down, losesJournal);

    public Task CommandAsync(RotationCommandKind kind, double? target) => _copies[0].CommandAsync(kind, target);

    public Task VoteAsync(string who, GateChoice choice) => _copies[0].VoteAsync(who, choice);

    public Task StartSecondCopyAsync() => _copies.Count > 1 ? Task.CompletedTask : OpenAsync(Second, "sophie");

    /// <summary>All checks look.</summary>
    public void Look(Happening happening, CopyRun? copy = null)
    {
        foreach (CopyRun looked in _copies)
        {
            if (copy is not null && looked != copy)
            {
                continue;
            }

            looked.Sight.Now = Now;
            foreach (ICheck check in _options.Checks)
            {
                foreach (string message in check.Look(looked.Sight, happening))
                {
                    if (_violations.TryAdd(check.Name, new Violation(check.Name, message, Now - s_begin)))
                    {
                        Tell($"VIOLATED {check.Name}: {message}");
                    }

                    break;
                }
            }
        }
    }

    public void Dispose()
    {
        _copies.ForEach(static copy => copy.Dispose());
        _pump.Dispose();
        World.Dispose();
        _trace.Dispose();
    }

    /// <summary>Notes that an actor acted where the rotation stands.</summary>
    public void Reached(string actor)
        => _reached.Add(_copies is [{ Sight.Rotation: { } rotation }, ..] ? $"{rotation.Phase}/{rotation.Hold?.Code ?? "-"}/{actor}" : $"-/-/{actor}");

    private async Task<RunResult> PlayAsync()
    {
        Step(Story.Scenery.ToString());
        Happened(Moments.Beginning);
        await OpenAsync(Ours, "rachel");
        string? stuck = null;
        foreach (RotationCommandKind? ending in (RotationCommandKind?[])[null, .. _options.Ending.Select(static kind => (RotationCommandKind?)kind)])
        {
            if (ending is { } kind)
            {
                Tell($"An operator tries to end it: {kind}.");
                _copies[0].GoOn();
                await _copies[0].CommandAsync(kind, null);
            }

            stuck = await UntilOverAsync(s_longest);
            if (stuck is null)
            {
                break;
            }
        }

        foreach (CopyRun copy in _copies)
        {
            await copy.FinishAsync();
        }

        Look(new Happening.Ended(null));
        Simulator.HeartbeatCounts heartbeats = World.State.Meter.Counts();
        Tell($"The end: {_copies[0].Sight.Rotation?.Phase}, {heartbeats.Accepted} heartbeats accepted, {heartbeats.Rejected} rejected, {heartbeats.Undelivered} undelivered.");
        foreach (CopyRun copy in _copies)
        {
            await copy.CrashAsync();
        }

        return new RunResult(_trace.End(), _trace.Lines, [.. _violations.Values], _reached, _pump.Steps, Now - s_begin, _copies[0].Sight.Rotation?.Phase) { Stuck = stuck };
    }

    /// <summary>Waits until the rotation has ended and nobody does anything any more; says where it does not move any more.</summary>
    private async Task<string?> UntilOverAsync(TimeSpan longest)
    {
        DateTimeOffset limit = Now + longest;
        while (true)
        {
            await Task.Delay(s_look, _time, CancellationToken.None);
            if (_failure is not null)
            {
                throw new InvalidOperationException($"Seed {Story.Seed}: {_failure.Message}", _failure);
            }

            if (_pump.Steps > MostSteps)
            {
                return "it took more steps than any rotation should";
            }

            RotationRecord? rotation = _copies[0].Sight.Rotation;
            if (rotation is { Phase: var phase, EndedAt: { } ended } && phase.IsTerminal())
            {
                if (_pending == 0 && Now >= (ended > _lastDeed ? ended : _lastDeed) + s_afterwards)
                {
                    return null;
                }
            }
            else if ((_copies[0].HasGivenUp && _pending == 0) || Now > limit)
            {
                return _copies[0].Describe();
            }
        }
    }

    private async Task OpenAsync(string name, string requester)
    {
        RotationOptions options = Story.Scenery.Configure(World.State);
        CopyRun copy = new(this, new Installation(name, options, place => Story.Scenery.HasSqliteLedger ? new SqliteLedgerStore(place) : new MemoryLedger()), requester);
        _copies.Add(copy);
        await copy.StartAsync();
    }

    private async Task DoAsync(StoryEvent next)
    {
        if (next.Delay > TimeSpan.Zero)
        {
            await WaitAsync(next.Delay);
        }

        Tell($"{next.Deed.Tells}.");
        _lastDeed = Now;
        Reached(next.Deed.Actor);
        await next.Deed.DoAsync(this);
    }
}
