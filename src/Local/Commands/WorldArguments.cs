using System.CommandLine;
using TenantTokens.Simulator;

namespace TenantTokens.Local.Commands;

/// <summary>The options that shape a simulated world.</summary>
internal sealed class WorldArguments
{
    /// <summary>How many machines.</summary>
    public Option<int> Machines { get; } = Checked(new Option<int>("--machines", "-n") { Description = $"How many machines, {WorldOptions.Fewest} to {WorldOptions.MostTrees:N0}, or to {WorldOptions.MostModels:N0} with --models.", DefaultValueFactory = static _ => 12 }, WorldOptions.Fewest, WorldOptions.MostModels);

    /// <summary>What is drawn by chance.</summary>
    public Option<int> Seed { get; } = Checked(new Option<int>("--seed", "-s") { Description = "The same seed gives the same world.", DefaultValueFactory = static _ => 1 }, 0, int.MaxValue);

    /// <summary>Models in place of trees.</summary>
    public Option<bool> Models { get; } = new("--models") { Description = "Machines are models in memory: thousands of them, as fast as --time-scale says. Without it they are trees of files on which the real script runs." };

    /// <summary>The speed.</summary>
    public Option<double> TimeScale { get; } = new("--time-scale") { Description = "Real seconds for one simulated second.", DefaultValueFactory = static _ => new WorldOptions { Directory = "" }.TimeScale };

    /// <summary>What goes wrong.</summary>
    public Option<string> Faults { get; } = new Option<string>("--faults") { Description = "none, or some: a mix that a rotation must survive, decided by the seed.", DefaultValueFactory = static _ => "none" }.AcceptOnlyFromAmong("none", "some");

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { Machines, Seed, Models, TimeScale, Faults })
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (!result.GetValue(Models) && result.GetValue(Machines) is > WorldOptions.MostTrees and <= WorldOptions.MostModels and var machines)
            {
                result.AddError($"--machines '{machines}' is out of range: {WorldOptions.Fewest} to {WorldOptions.MostTrees} are allowed, more only with --models.");
            }

            if (result.GetResult(TimeScale) is { Implicit: false } && result.GetValue(TimeScale) is <= 0 or double.NaN)
            {
                result.AddError("--time-scale must be more than 0, for example 0.001.");
            }
        });
    }

    /// <summary>The world that was asked for.</summary>
    public WorldOptions Read(ParseResult parsed, string directory) => new()
    {
        Machines = parsed.GetValue(Machines),
        Seed = parsed.GetValue(Seed),
        Models = parsed.GetValue(Models),
        TimeScale = parsed.GetValue(TimeScale),
        SomeFaults = parsed.GetValue(Faults) is "some",
        Directory = directory,
    };

    private static Option<int> Checked(Option<int> option, int least, int most)
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && int.TryParse(result.Tokens[0].Value, out int value) && (value < least || value > most))
            {
                result.AddError($"{option.Name} '{value}' is out of range: {least} to {most} are allowed.");
            }
        });
        return option;
    }
}
