using System.Globalization;
using System.Text.Json;
using TenantTokens.Simulation.Actors;
using TenantTokens.Simulation.Checks;
using TenantTokens.Simulation.World;
using TenantTokens.Simulator;

namespace TenantTokens.Simulation.Runs;

/// <summary>What passes between the processes of one installation and the world.</summary>
internal sealed class CopyTraffic(SeedRun run, CopyRun copy) : IWireListener
{
    private string Name => copy.Installation.Name;

    void IWireListener.Fated(string call, CallFate fate) => run.Tell($"{call} meets {fate}.");

    void IWireListener.Arriving(string call, HttpRequestMessage request, byte[] body)
    {
        run.Step($"{Name}: {call}");
        switch (call)
        {
            case CallName.Start or CallName.Finish or CallName.Cancel:
                run.Tell($"{call} of {Name} arrives.");
                run.Look(new Happening.CallArrived(call), copy);
                copy.Happened(Moments.Call(call));
                break;
            case CallName.AgentConnectionInfo:
                copy.Sight.SeenChanges = copy.Sight.Tokens.Changes;
                break;
            case CallName.PutRunCommand:
                string[] path = request.RequestUri!.AbsolutePath.Split('/');
                copy.Sight.SentCommands.Add(path[^1]);
                Arrived(path[^3], body);
                break;
        }
    }

    void IWireListener.Answered(string call, bool succeeded)
    {
        if (call is CallName.Start or CallName.Finish or CallName.Cancel)
        {
            copy.Sight.WasStartRefused = call is CallName.Start ? !succeeded : copy.Sight.WasStartRefused;
            run.Tell($"{call} of {Name} {(succeeded ? "took effect" : "was refused")}.");
            copy.Happened(Moments.Answered(call));
        }
    }

    /// <summary>A start, finish or cancel of this installation has changed the environment.</summary>
    void IWireListener.TookEffect(string call)
    {
        Sight sight = copy.Sight;
        Happening.CallTookEffect taken = new(
            call,
            sight.Tokens.OpenBy,
            sight.Tokens.Active,
            HasRaced: sight.Tokens.Changes != sight.SeenChanges);
        switch (call)
        {
            case CallName.Start:
                sight.Tokens.Started(Name, run.World.Environment.Active);
                break;
            case CallName.Finish:
                sight.Tokens.Finished(Name);
                break;
            default:
                sight.Tokens.Cancelled(Name);
                break;
        }

        sight.Effects[call] = sight.Effects.GetValueOrDefault(call) + 1;
        run.Look(taken, copy);
    }

    private void Arrived(string machine, byte[] body)
    {
        Sight sight = copy.Sight;
        using JsonDocument? open = List(body, "\"parameters\":"u8), secret = List(body, "\"protectedParameters\":"u8);
        (string? action, string? component) = (Value(open, "ACTION"), Value(open, "COMPONENT"));
        string? token = Value(secret, "NEW_TOKEN") ?? Value(secret, "OLD_TOKEN");
        string name = $"{component}/{machine}";
        run.Step($"{action} for {name}");
        long? generation = Number(Value(open, "GENERATION"));
        TimeSpan? takenFor = Number(Value(open, "NOT_AFTER")) is { } until
            ? DateTimeOffset.FromUnixTimeSeconds(until) - run.Now - run.World.SkewOf(machine)
            : null;
        sight.CommandWindow = run.ClockOffset == TimeSpan.Zero ? copy.Installation.Options.Policy.CommandWindow : null;
        run.Look(new Happening.CommandArrived(name, action!, token) { Generation = generation, IsTakenFor = takenFor }, copy);
        if (generation is { } sent)
        {
            sight.LastSent[name] = (action!, sent);
            sight.FirstChanged.TryAdd(name, run.Now);
            if ((action, component) is ("restore", "activegate"))
            {
                sight.WentBack.TryAdd(machine, run.Now);
            }
        }

        run.Addressed = machine;
        copy.Happened(Moments.Command(action!, component!));
    }

    /// <summary>
    /// A list of the body, with nothing of the script's 60 KB around it; null for none. A quotation mark inside of a text is escaped: what
    /// is found is the property.
    /// </summary>
    private static JsonDocument? List(ReadOnlySpan<byte> body, ReadOnlySpan<byte> property)
    {
        int at = body.IndexOf(property);
        Utf8JsonReader reader = new(at < 0 ? [] : body[(at + property.Length)..], isFinalBlock: false, state: default);
        return at < 0 ? null : JsonDocument.ParseValue(ref reader);
    }

    private static string? Value(JsonDocument? list, string key)
        => list?.RootElement.EnumerateArray().FirstOrDefault(value => value.GetProperty("name").GetString() == key)
            is { ValueKind: JsonValueKind.Object } found
            ? found.GetProperty("value").GetString()
            : null;

    private static long? Number(string? text) => text is null ? null : long.Parse(text, CultureInfo.InvariantCulture);
}
