using Spectre.Console;
using Spectre.Console.Rendering;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Rotations.Plans;
using TenantTokens.Rotations.Reading;
using TenantTokens.Rotations.Words;
using TenantTokens.Surfaces;

namespace TenantTokens.Local.Following;

/// <summary>Draws the progress (phase, bar, waves) and updates it in place, for a person at a terminal.</summary>
internal sealed class LiveView(IAnsiConsole console, TimeProvider time) : IProgressView
{
    private const int BarWidth = 40;
    private static readonly char[] _bar = ['█', '░'];

    /// <inheritdoc />
    public async Task<T> RunAsync<T>(Func<Action<RotationSnapshot>, Task<T>> work)
    {
        T result = default!;
        await console.Live(new Text("Starting...")).AutoClear(false).StartAsync(async live => result = await work(snapshot =>
        {
            live.UpdateTarget(Draw(snapshot));
            live.Refresh();
        }));
        return result;
    }

    /// <inheritdoc />
    public void Say(string line) => console.WriteLine(TerminalText.Encode(line));

    private Rows Draw(RotationSnapshot snapshot)
    {
        List<IRenderable> rows =
        [
            new Markup(
                $"[bold]{TerminalMarkup.From(snapshot.Rotation.RotationId)}[/]  environment"
                    + $" [aqua]{TerminalMarkup.From(snapshot.Rotation.EnvironmentId)}[/]"),
            new Markup($"[yellow]{TerminalMarkup.From(RotationWords.From(snapshot, time.GetUtcNow()).Line)}[/]"),
            Progress(snapshot),
        ];
        WaveRecord[] waves = [.. snapshot.Waves.Where(static wave => wave.Action is not TargetAction.Probe)];
        if (waves.Length > 0)
        {
            rows.Add(Waves(waves));
        }

        return new Rows(rows);
    }

    private static Markup Progress(RotationSnapshot snapshot)
    {
        Coverage coverage = snapshot.Coverage;
        // The bar is full only when every target is done.
        int full = coverage.Total == 0 ? 0 : BarWidth * (coverage.Rotated + coverage.AlreadyCurrent) / coverage.Total;
        return new Markup(
            $"[green]{new string(_bar[0], full)}[/][grey]{new string(_bar[1], BarWidth - full)}[/] {RotationWords.Proved(coverage)}");
    }

    private static Table Waves(WaveRecord[] waves)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumns("Wave", "What", "Targets", "State");
        bool isNext = true;
        foreach (WaveRecord wave in waves)
        {
            string what = $"{(wave.Action is TargetAction.Restore ? "restore " : "")}"
                + $"{(wave.Component is Component.ActiveGate ? "ActiveGates" : "OneAgents")}{(wave.IsCanary ? " (canary)" : "")}";
            string state = wave.CompletedAt is not null ? "[green]done[/]" : isNext ? "[yellow]next or running[/]" : "[grey]waiting[/]";
            isNext &= wave.CompletedAt is not null;
            table.AddRow($"{wave.Number}", what, $"{wave.Targets}", state);
        }

        return table;
    }
}
