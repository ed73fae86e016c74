using System.Management.Automation.Language;
using TenantTokens.Simulator.Machines.Windows;

namespace TenantTokens.HostScripts.Tests.Windows;

/// <summary>
/// rotate.ps1 must run on Windows PowerShell 5.1 and .NET Framework 4.5.2 as well, where no test runs: so its syntax tree may hold only
/// what those know. Whoever uses something new adds it here after looking it up: https://learn.microsoft.com/dotnet/api (applies to .NET
/// Framework).
/// </summary>
public sealed class LanguageTests
{
    private static readonly string[] _types =
    [
        "string",
        "int",
        "long",
        "byte[]",
        "char",
        "char[]",
        "datetime",
        "guid",
        "object",
        "regex",
        "math",
        "ref",
        "string[]",
        "Exception",
        "IO.File",
        "IO.FileInfo",
        "IO.FileStream",
        "IO.FileMode",
        "IO.FileAccess",
        "IO.FileShare",
        "IO.FileAttributes",
        "IO.Directory",
        "IO.Path",
        "IO.IOException",
        "Text.Encoding",
        "BitConverter",
        "Environment",
        "DateTimeKind",
        "NullString",
        "StringComparison",
        "StringSplitOptions",
        "Threading.Thread",
        "Globalization.CultureInfo",
        "Diagnostics.Process",
        "Diagnostics.ProcessStartInfo",
        "Security.SecurityElement",
        "Security.Cryptography.SHA256",
        "Security.Cryptography.SHA256CryptoServiceProvider",
        "Security.AccessControl.AccessControlSections",
        "Security.Principal.SecurityIdentifier",
        "Management.Automation.ItemNotFoundException",
    ];

    // Methods and static members, by name: those of the types above and of what the cmdlets give.
    private static readonly string[] _members =
    [
        "new",
        "Create",
        "Equals",
        "ReferenceEquals",
        "ToString",
        "GetType",
        "Substring",
        "Replace",
        "Split",
        "Trim",
        "TrimEnd",
        "StartsWith",
        "IndexOf",
        "Contains",
        "ToLowerInvariant",
        "ToUpperInvariant",
        "IsMatch",
        "Match",
        "Matches",
        "Max",
        "Min",
        "Floor",
        "TryParse",
        "MaxValue",
        "Utc",
        "Now",
        "NewGuid",
        "ToUniversalTime",
        "AddSeconds",
        "AddDays",
        "ContainsKey",
        "Clear",
        "Clone",
        "GetBaseException",
        "Exists",
        "Delete",
        "Move",
        "GetAttributes",
        "SetAttributes",
        "ReadAllLines",
        "GetLastWriteTimeUtc",
        "GetFiles",
        "GetFileName",
        "CreateDirectory",
        "Combine",
        "GetDirectoryName",
        "Read",
        "Write",
        "Flush",
        "Dispose",
        "Close",
        "Open",
        "OpenOrCreate",
        "CreateNew",
        "ReadWrite",
        "None",
        "Directory",
        "ReadOnly",
        "ReparsePoint",
        "GetEncoding",
        "GetBytes",
        "GetString",
        "Unicode",
        "ComputeHash",
        "Escape",
        "Value",
        "Ordinal",
        "RemoveEmptyEntries",
        "Access",
        "InvariantCulture",
        "CurrentThread",
        "Start",
        "ReadToEndAsync",
        "WaitForExit",
        "Wait",
        "Kill",
        "Is64BitOperatingSystem",
        "Is64BitProcess",
        "GetSecurityDescriptorSddlForm",
        "SetSecurityDescriptorSddlForm",
        "GetOwner",
        "OpenSubKey",
        "GetValue",
        "GetValueKind",
        "SetValue",
    ];

    private static readonly string[] _operators =
    [
        "Ceq",
        "Cne",
        "Ieq",
        "Ine",
        "Ilt",
        "Ile",
        "Igt",
        "Ige",
        "Cin",
        "Iin",
        "Inotin",
        "Icontains",
        "Inotcontains",
        "Cnotcontains",
        "Ccontains",
        "Ilike",
        "Clike",
        "Cmatch",
        "Cnotmatch",
        "IsNot",
        "And",
        "Or",
        "Band",
        "Bor",
        "Plus",
        "Minus",
        "Multiply",
        "Divide",
        "Format",
        "Join",
        "DotDot",
        "Is",
    ];

    private static readonly (ScriptBlockAst Tree, ParseError[] Errors) _parsed = Parse(TenantTokens.RunCommand.HostScripts.Windows);

    [Fact]
    public void The_parser_accepts_the_script() => Assert.Empty(_parsed.Errors);

    [Fact]
    public void The_syntax_is_that_of_5_1() => Assert.Empty(NewerSyntax(_parsed.Tree));

    [Theory]
    [InlineData("$a ? 1 : 2")]
    [InlineData("$a ?? 1")]
    [InlineData("$a ??= 1")]
    [InlineData("${a}?.Length")]
    [InlineData("${a}?[0]")]
    [InlineData("& x && y")]
    [InlineData("& x || y")]
    [InlineData("function F { process { } clean { } }")]
    [InlineData("& x &")]
    [InlineData("class C { }")]
    [InlineData("$a.ForEach({ 1 })")]
    [InlineData("1 -split 2")]
    [InlineData("foreach ($x in 1) { try { 1 } finally { 2 } }")]
    public void The_check_finds_what_is_newer_or_not_ours(string script)
    {
        ScriptBlockAst tree = Parse(script).Tree;
        Assert.NotEmpty(NewerSyntax(tree).Concat(OtherMembers(tree)));
    }

    [Fact]
    public void It_uses_types_that_the_NET_Framework_has()
    {
        IEnumerable<string> used =
        [
            .. All<TypeExpressionAst>().Select(static t => t.TypeName.FullName),
            .. All<TypeConstraintAst>().Select(static t => t.TypeName.FullName),
        ];
        Assert.Empty(used.Distinct().Except(_types, StringComparer.OrdinalIgnoreCase));
    }

    [Fact]
    public void It_uses_members_that_the_NET_Framework_has() => Assert.Empty(OtherMembers(_parsed.Tree));

    [Fact]
    public void It_calls_its_own_functions_and_cmdlets_that_5_1_and_7_have_without_a_module_to_install()
    {
        IEnumerable<string> functions = All<FunctionDefinitionAst>().Select(static f => f.Name);
        // ForEach-Object to Set-PSDebug are the engine's; the stand-ins are Windows' own modules and programs.
        IEnumerable<string> allowed = [.. functions, .. HostedShell.Cmdlets, .. HostedShell.StandIns];
        Assert.Empty(All<CommandAst>()
            .Select(static c => c.GetCommandName())
            .Where(static n => n is not null)
            .Distinct()
            .Except(allowed, StringComparer.OrdinalIgnoreCase));
        Assert.Equal(
            ["$tool"],
            All<CommandAst>()
                .Where(static c => c.GetCommandName() is null)
                .Select(static c => c.CommandElements[0].Extent.Text)
                .Distinct());
    }

    [Fact]
    public void Every_function_is_called()
    {
        HashSet<string?> called = [.. All<CommandAst>().Select(static c => c.GetCommandName())];
        Assert.All(All<FunctionDefinitionAst>().Select(static f => f.Name), f => Assert.Contains(f, called));
    }

    [Fact]
    public void It_is_plain_ASCII_because_5_1_reads_a_file_without_a_mark_in_the_machines_code_page()
        => Assert.All(
            TenantTokens.RunCommand.HostScripts.Windows,
            static c => Assert.True(c is '\n' or (>= ' ' and <= '~'), $"0x{(int)c:x}"));

    [Fact]
    public void Its_parameters_are_the_variables_of_the_Linux_script_and_one_for_the_registry()
    {
        string[] all = [.. _parsed.Tree.ParamBlock.Parameters.Select(static p => p.Name.VariablePath.UserPath)];
        string[] names = [.. all.Except(["REGISTRY_FINGERPRINT"])];
        Assert.Equal(names.Length + 1, all.Length);
        Assert.All(names, static name => Assert.Contains(name, TenantTokens.RunCommand.HostScripts.Linux, StringComparison.Ordinal));
        Assert.Equal(17, names.Length);
    }

    private static IEnumerable<T> All<T>()
        where T : Ast
        => _parsed.Tree.FindAll(static a => a is T, searchNestedScriptBlocks: true).Cast<T>();

    private static IEnumerable<string> NewerSyntax(ScriptBlockAst tree) => tree.FindAll(
        static node => node switch
        {
            TernaryExpressionAst or PipelineChainAst or TypeDefinitionAst or UsingStatementAst => true,
            PipelineAst { Background: true } => true,
            MemberExpressionAst { NullConditional: true } or IndexExpressionAst { NullConditional: true } => true,
            AssignmentStatementAst { Operator: TokenKind.QuestionQuestionEquals } => true,
            BinaryExpressionAst binary => !_operators.Contains(binary.Operator.ToString()),
            ScriptBlockAst { CleanBlock: not null } => true,
            TryStatementAst { Finally: not null } => true, // a process that is ended from outside runs none
            _ => false,
        },
        searchNestedScriptBlocks: true).Select(static node => $"line {node.Extent.StartLineNumber}: {node.Extent.Text}");

    private static IEnumerable<string> OtherMembers(ScriptBlockAst tree)
        => tree.FindAll(static node => node is MemberExpressionAst, searchNestedScriptBlocks: true).Cast<MemberExpressionAst>()
            .Where(static m => m is InvokeMemberExpressionAst || m.Static)
            .Where(static m => m.Member is not StringConstantExpressionAst { Value: var name }
                || !_members.Contains(name, StringComparer.OrdinalIgnoreCase))
            .Select(static m => $"line {m.Extent.StartLineNumber}: {m.Extent.Text}");

    private static (ScriptBlockAst Tree, ParseError[] Errors) Parse(string script)
    {
        ScriptBlockAst tree = Parser.ParseInput(script, out _, out ParseError[] errors);
        return (tree, errors);
    }
}
