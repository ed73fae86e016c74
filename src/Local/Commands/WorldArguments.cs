using System.CommandLine;
using System.Globalization;
using TenantTokens.Simulator;

namespace TenantTokens.Local.Commands;

/// <summary>The options that shape a simulated world.</summary>
internal sealed class WorldArguments
{
    /// <summary>The number of machines.</summary>
    public Option<int> Machines { get; } = new("--machines", "-n")
    {
        Description =
            $"How many machines, {WorldOptions.MinMachines} to {WorldOptions.MaxTrees:N0},"
            + $" or to {WorldOptions.MaxModels:N0} with --models.",
        DefaultValueFactory = static _ => 12,
    };

    /// <summary>The seed of everything random.</summary>
    public Option<int> Seed { get; } = Checked(
        new Option<int>("--seed", "-s") { Description = "The same seed gives the same world.", DefaultValueFactory = static _ => 1 },
        0,
        int.MaxValue);

    /// <summary>Whether machines are models instead of trees of files.</summary>
    public Option<bool> Models { get; } = new("--models")
    {
        Description = "Simulate machines as models in memory: thousands of them, as fast as --time-scale says. Without this option they"
            + " are file trees on which the real script runs.",
    };

    /// <summary>Real seconds per simulated second.</summary>
    public Option<double> TimeScale { get; } = new("--time-scale")
    {
        Description = "Real seconds for one simulated second.",
        DefaultValueFactory = static _ => new WorldOptions { Directory = "" }.TimeScale,
    };

    /// <summary>Whether faults are planted.</summary>
    public Option<string> Faults { get; } = new Option<string>("--faults")
    {
        Description = "none or some. some is a mix of faults that a rotation must survive, chosen by the seed.",
        DefaultValueFactory = static _ => "none",
    }
        .AcceptOnlyFromAmong("none", "some");

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { Machines, Seed, Models, TimeScale, Faults })
        {
            command.Options.Add(option);
        }

        // Only options that were given are checked here: during parsing, the others have no value yet.
        command.Validators.Add(result =>
        {
            int most = result.GetResult(Models) is { Implicit: false } ? WorldOptions.MaxModels : WorldOptions.MaxTrees;
            if (result.GetResult(Machines) is { Implicit: false, Tokens: [var token] }
                && int.TryParse(token.Value, CultureInfo.InvariantCulture, out int machines)
                && (machines < WorldOptions.MinMachines || machines > most))
            {
                string hint = most is WorldOptions.MaxTrees ? $" With --models it may be up to {WorldOptions.MaxModels}." : "";
                result.AddError($"--machines '{machines}' is out of range: {WorldOptions.MinMachines} to {most} are allowed.{hint}");
            }
        });
        TimeScale.Validators.Add(static result =>
        {
            if (result is { Implicit: false, Tokens: [var token] }
                && double.TryParse(token.Value, CultureInfo.InvariantCulture, out double scale)
                && !(scale > 0 && double.IsFinite(scale)))
            {
                result.AddError($"--time-scale '{token.Value}' is out of range: it must be more than 0, for example 0.001.");
            }
        });
    }

    /// <summary>Makes the options of the world.</summary>
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
            if (result.Tokens.Count > 0
                && int.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out int value)
                && (value < least || value > most))
            {
                result.AddError($"{option.Name} '{value}' is out of range: {least} to {most} are allowed.");
            }
        });
        return option;
    }
}
