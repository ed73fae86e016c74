using System.Text.RegularExpressions;

namespace TenantTokens.Infra.Tests.Arm;

/// <summary>
/// Reads the names of the app settings from the expression that main.bicep compiles to: <c>union(createObject(name, value, …), if(…,
/// createObject(…), …))</c>.
/// </summary>
internal static partial class AppSettings
{
    /// <summary>Name and value of each setting, values as expressions; those of the condition are marked.</summary>
    public static IReadOnlyList<(string Name, string Value, bool Always)> Read(string expression)
    {
        List<(string, string, bool)> settings = [];
        bool always = true;
        foreach (Match call in CreateObject().Matches(expression))
        {
            List<string> arguments = Split(expression, call.Index + call.Length);
            for (int index = 0; index + 1 < arguments.Count; index += 2)
            {
                settings.Add((arguments[index].Trim('\''), arguments[index + 1], always));
            }

            always = false; // the first object is the one without a condition
        }

        return settings;
    }

    /// <summary>The arguments of the call whose opening bracket ends just before <paramref name="start"/>.</summary>
    private static List<string> Split(string text, int start)
    {
        List<string> arguments = [];
        int depth = 0, begin = start;
        bool quoted = false;
        for (int index = start; index < text.Length; index++)
        {
            char current = text[index];
            quoted ^= current is '\'';
            if (quoted)
            {
                continue;
            }

            if ((current is ',' or ')') && depth is 0)
            {
                if (index > begin)
                {
                    arguments.Add(text[begin..index].Trim());
                }

                if (current is ')')
                {
                    return arguments;
                }

                begin = index + 1;
            }

            depth += current is '(' ? 1 : current is ')' ? -1 : 0;
        }

        throw new FormatException($"A call does not end: {text[start..]}");
    }

    [GeneratedRegex(@"createObject\(")]
    private static partial Regex CreateObject();
}
