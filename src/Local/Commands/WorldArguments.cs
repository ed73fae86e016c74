using System.CommandLine;
using TenantTokens.Simulator;

namespace TenantTokens.Local.Commands;

/// <summary>The options that shape a simulated world.</summary>
internal sealed class WorldArguments
{
    /// <summary>How many machines.</summary>
    public Option<int> Machines { get; } = Checked(new Option<int>("--machines", "-n") { Description = "How many machines, 4 to 2,000.", DefaultValueFactory = static _ => 12 }, 4, 2000);

    /// <summary>What is drawn by chance.</summary>
    public Option<int> Seed { get; } = Checked(new Option<int>("--seed", "-s") { Description = "The same seed gives the same world.", DefaultValueFactory = static _ => 1 }, 0, int.MaxValue);

    /// <summary>The world that was asked for.</summary>
    public WorldOptions Read(ParseResult parsed, string directory)
        => new() { Machines = parsed.GetValue(Machines), Seed = parsed.GetValue(Seed), Directory = directory };

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
