using TenantTokens.Simulator.Machines.Scripts;

namespace TenantTokens.Simulator.Machines.Models;

/// <summary>Changes the token, with the guard, and undoes the change when the services do not come up.</summary>
internal sealed class ModelChange(ModelRun run, ModelServices services, ModelComponent component)
{
    private static readonly TimeSpan _settle = TimeSpan.FromSeconds(3);

    /// <summary>Ends a run that has nothing to change.</summary>
    public ScriptOutcome Already(HostMarker marker)
    {
        run.Machine.Disarm();
        run.Save(marker with { State = HostMarker.Done, Fingerprint = run.Target });
        run.Describe(component);
        return run.Input.IsApply
            ? run.Report.End(0, "alreadyCurrent", "ok", "The new token was already in place; nothing was restarted.")
            : run.Report.End(0, "restored", "already-restored", "The old token was already in place; nothing was restarted.");
    }

    /// <summary>Stops the services, writes the token and starts the services.</summary>
    /// <param name="marker">The marker of this run.</param>
    /// <param name="sources">The places where the token is replaced.</param>
    /// <param name="wanted">The services that must run afterwards.</param>
    /// <param name="loose">The services that did not stay up before.</param>
    public async Task<ScriptOutcome> RunAsync(
        HostMarker marker,
        IReadOnlyList<TokenSlot> sources,
        IReadOnlyList<Unit> wanted,
        IReadOnlyList<Unit> loose)
    {
        marker = marker with { State = HostMarker.Pending, Services = [.. wanted.Select(static u => u.Name)] };
        run.Save(marker);
        run.Machine.ArmGuard(run.Input.Guard, wanted);
        await services.StopAsync(wanted);
        (marker, List<(TokenSlot Slot, string Old)> written) = Write(marker, sources);
        for (int attempt = 1; !await services.StartAsync(wanted); attempt++)
        {
            if (attempt == component.Starts)
            {
                return await UndoAsync(marker, written, wanted);
            }
        }

        await (wanted is [] ? Task.CompletedTask : WaitForConnectionAsync());
        run.Machine.Disarm();
        run.Save(marker with { State = HostMarker.Done });
        run.Describe(component);
        string note = loose is not [] ? $" Not up to stay before, so restarted but not waited for: {ModelServices.Names(loose)}."
            : wanted is [] ? " The service did not run before and was left so."
            : "";
        return run.Input.IsApply
            ? run.Report.End(0, "rotated", "ok", "The new token is in place." + note)
            : run.Report.End(0, "restored", "ok", "The old token is back." + note);
    }

    private (HostMarker Marker, List<(TokenSlot Slot, string Old)> Written) Write(HostMarker marker, IReadOnlyList<TokenSlot> sources)
    {
        List<(TokenSlot Slot, string Old)> written = [];
        lock (run.Machine.World.Sync)
        {
            foreach (TokenSlot slot in sources)
            {
                written.Add((slot, slot.Get()));
                slot.Set(run.Input.Token);
                if (slot.Path is not "")
                {
                    run.Report.Files.Add(slot.Path);
                }
            }

            component.GateFiles?.HasRejection = false;
            return (Note(marker, run.Target), written);
        }
    }

    private async Task WaitForConnectionAsync()
    {
        if (component.GateFiles is { } gate)
        {
            await run.Clock.DelayAsync(_settle, run.Killed);
            run.Report.Connected = !gate.HasRejection;
        }
        else if (component.Agent is { } agent)
        {
            await services.WaitForConnectionAsync(agent);
        }
    }

    private async Task<ScriptOutcome> UndoAsync(HostMarker marker, List<(TokenSlot Slot, string Old)> written, IReadOnlyList<Unit> wanted)
    {
        await services.StopAsync(wanted);
        lock (run.Machine.World.Sync)
        {
            foreach ((TokenSlot slot, string old) in written)
            {
                slot.Set(old);
            }

            if (written is not [])
            {
                run.Report.Fingerprint = run.Input.Source;
                marker = Note(marker, run.Input.Source);
            }
        }

        const string Failed = "The services did not come up in time.";
        if (await services.StartAsync(wanted))
        {
            run.Report.Files.Clear();
            run.Machine.Disarm();
            run.Save(marker with { State = HostMarker.Done });
            return run.Report.End(40, "failed", "start-failed", Failed + " The old state is back and the services run.");
        }

        run.Save(marker with { State = HostMarker.Pending });
        run.Report.Leftovers.AddRange(run.Report.Files.Select(
            static f => $"{f[..f.LastIndexOf('/')]}/.dynatrace-token-rotation/{f[(f.LastIndexOf('/') + 1)..]}.backup"));
        return run.Report.End(
            50,
            "failed",
            "start-failed",
            Failed + " Putting the old state back failed too; the guard tries to start the services once more.");
    }

    private HostMarker Note(HostMarker marker, string fingerprint)
    {
        HostMarker changed = marker with { State = HostMarker.Changed, Fingerprint = fingerprint, ChangedAt = run.Clock.Now };
        run.Save(changed);
        return changed;
    }
}
