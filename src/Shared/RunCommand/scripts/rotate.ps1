#
# Puts a Dynatrace tenant token on this machine's ActiveGate or OneAgent, takes it back, or only looks: the twin of rotate.sh for
# Windows. docs/hosts.md tells what it touches, in which order, and how to undo it by hand.
#
# In, by named parameters:
#   ACTION            probe | apply | restore
#   COMPONENT         activegate | oneagent
#   ENVIRONMENT_ID    the Dynatrace environment; ROTATION_ID the rotation
#   GENERATION        apply, restore: rises with every change of direction; an older one than the last seen is refused
#   NOT_AFTER         apply, restore: Unix seconds on this machine's clock; later the command is refused
#   NEW_TOKEN, OLD_FINGERPRINT     apply: the token to write, and which one it may replace
#   OLD_TOKEN, NEW_FINGERPRINT     restore: the same, the other way round
#   REGISTRY_FINGERPRINT           apply, optional: which token a registry value may hold to be replaced; OLD_FINGERPRINT when left out
#   GUARD_S           optional, 600: after so many seconds the guard starts the services if this script could not
#   STOP_S, START_S   optional, 150 and 120: how long a stop and a start may take
#   PROVE_S           optional, 60: how long to wait for the OneAgent to show its connection
#   SETTLE_S          optional, 3: how long the ActiveGate's services must stay up
#   LOCK_S            optional, 60: how long to wait for another run on this machine
#   ROOT              a directory that stands for the machine's drives (C:\x is ROOT/C/x), in tests; empty in production
#
# A fingerprint is the first 16 hex digits of SHA-256("{ROTATION_ID}:{token}"): no host is told a token that it need not write.
#
# Out: the last line is "##rotation {json}", under 3 KB. Exit codes:
#   0 done   10 not installed   20 expired or stale   30 refused, nothing touched   40 failed and put back   50 failed, needs a human
#
# Runs on Windows PowerShell 5.1 and PowerShell 7, without any module to install. A token is never handed to a cmdlet, whose parameters
# module logging would write down (event 4103), and no message of an exception is printed, because it may quote a value.
# There is no finally block: a process that is ended from outside runs none, so nothing may depend on one.

# No [CmdletBinding()]: a parameter that this version does not know must not end it without a report.
param(
  [string] $ACTION, [string] $COMPONENT, [string] $ENVIRONMENT_ID, [string] $ROTATION_ID, [string] $GENERATION, [string] $NOT_AFTER,
  [string] $NEW_TOKEN, [string] $OLD_FINGERPRINT, [string] $OLD_TOKEN, [string] $NEW_FINGERPRINT,
  [string] $REGISTRY_FINGERPRINT, [string] $GUARD_S, [string] $STOP_S, [string] $START_S, [string] $PROVE_S, [string] $SETTLE_S, [string] $LOCK_S, [string] $ROOT
)

# A profile may have switched these on. Tracing would print the tokens.
Set-PSDebug -Off
Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$WarningPreference = $VerbosePreference = $DebugPreference = $ProgressPreference = 'SilentlyContinue'
$PSNativeCommandUseErrorActionPreference = $false
$PSDefaultParameterValues = @{}
[Threading.Thread]::CurrentThread.CurrentCulture = [Globalization.CultureInfo]::InvariantCulture

$given = @{
  ACTION = $ACTION; COMPONENT = $COMPONENT; ENVIRONMENT_ID = $ENVIRONMENT_ID; ROTATION_ID = $ROTATION_ID; GENERATION = $GENERATION
  NOT_AFTER = $NOT_AFTER; NEW_TOKEN = $NEW_TOKEN; OLD_FINGERPRINT = $OLD_FINGERPRINT; OLD_TOKEN = $OLD_TOKEN
  NEW_FINGERPRINT = $NEW_FINGERPRINT; REGISTRY_FINGERPRINT = $REGISTRY_FINGERPRINT
  GUARD_S = $GUARD_S; STOP_S = $STOP_S; START_S = $START_S; PROVE_S = $PROVE_S
  SETTLE_S = $SETTLE_S; LOCK_S = $LOCK_S; ROOT = $ROOT
}
$NEW_TOKEN = $OLD_TOKEN = ''
$PSBoundParameters.Clear()

$mark = '.dynatrace-token-rotation' # what the names of a file's backup and successor, beside it, have in common
$activeGateServices = 'Dynatrace Gateway', 'Dynatrace Extensions Controller', 'Dynatrace Remote Plugin Module', 'Dynatrace zRemote',
  'Dynatrace Synthetic' # not the autoupdater
$oneAgentServices = @('Dynatrace OneAgent')
$registryValue = 'tenant_token'
$registryKeys = 'HKLM:\SOFTWARE\Dynatrace\Dynatrace ActiveGate\common', 'HKLM:\SOFTWARE\WOW6432Node\Dynatrace\Dynatrace ActiveGate\common'
$systemSids = 'S-1-5-18', 'S-1-5-32-544' # SYSTEM and Administrators, in every language
$largestNumber = [long]::MaxValue
$epoch = [datetime]::new(1970, 1, 1, 0, 0, 0, [DateTimeKind]::Utc)
$latin1 = [Text.Encoding]::GetEncoding(28591) # one byte is one character: files stay byte for byte

$byteOrderMark = $latin1.GetString([byte[]] (0xEF, 0xBB, 0xBF))

# Blanks by name: \s would also match the Latin-1 characters 0x85 and 0xA0. Letters by hand: no culture has a say.
$blank = '[ \t\r\v\f]'
$keyText = '[Tt][Ee][Nn][Aa][Nn][Tt][Tt][Oo][Kk][Ee][Nn]'
$sectionPattern = [regex]::new("^$blank*\[$blank*([^\]\[]*[^\]\[ \t\r\v\f])$blank*\]")
$iniPattern = [regex]::new("^($blank*$keyText$blank*=$blank*)([^ \t\r\v\f=][^ \t\r\v\f]*)")
$flatPattern = [regex]::new("^($blank*$keyText(?:$blank*=$blank*|$blank+))([^ \t\r\v\f=][^ \t\r\v\f]*)")
$anyKeyPattern = [regex]::new("^$blank*$keyText(?:[^A-Za-z0-9_.-]|\z)")
$emptyKeyPattern = [regex]::new("^$blank*$keyText$blank*=?$blank*(?:[#;].*)?\z")
$versionPattern = [regex]::new('^([0-9]{1,9})[.]([0-9]{1,9})(?:[.]|\z)')
$placeKeys = '-{0,2}D?(CONF_DIR|CONFIG_DIR|CONFIG|LOG_DIR|LOG)'
$placePattern = [regex]::new("^$blank*$placeKeys$blank*[=: \t]$blank*([^ \t\r\v\f].*)\z")
$argumentPattern = [regex]::new("(?:^|[\s""])$placeKeys[=:\s]\s*(?:""([^""]*)""|([^\s""]+))")
$pathPattern = [regex]::new('"([A-Za-z]:[\\/][^"]*)"|(?<![^\s=])([A-Za-z]:[\\/][^":<>|*?;]*?\.exe)(?=\s|\z)|(?<![^\s=])([A-Za-z]:[\\/][^\s"<>|*?;]*)', 'IgnoreCase, CultureInvariant')
$rootDirPattern = [regex]::new("^$blank*rootDir$blank*[=:]$blank*([^ \t\r\v\f].*)\z")

$run = @{
  action = ''; component = ''; environment = ''; rotation = ''; generation = 0; notAfter = 0
  token = ''        # what apply or restore writes
  targetPrint = ''  # its fingerprint
  sourcePrint = ''  # the fingerprint of what it may replace
  registryPrint = '' # the same for registry values, which are shared by all environments of the machine
  sourceValue = ''  # that value itself, once a file or the agent has shown it
  guardS = 0; stopS = 0; startS = 0; proveS = 0; settleS = 0; lockS = 0
  clock = 0; now = 0; answer = $null; lock = $null; waited = $false
  undo = ''         # how to put the component back: '' while there is nothing to, 'failed' once that was tried
  problem = ''; output = ''; print = ''; class = ''; note = ''; oddFile = ''
  changed = 0; newest = 0; wanted = @(); names = @(); services = @(); agentMoment = ''; ctl = ''; config = ''
  state = ''; marker = ''; begun = $null; prepared = $false; guard = ''; oldGuard = ''
  files = @(); registry = @(); logs = @(); logDirectory = ''; isUnread = $false; isAsked = $false; loose = @()
  configs = @(); logPlaces = @(); gateways = @(); homes = @()
}
$report = @{ fingerprint = ''; version = ''; hostId = ''; connected = $null; stale = $null; files = @(); leftovers = @(); components = $null }
$noted = @{} # the marker's content

# --- the report ------------------------------------------------------------------------------------------------------------------

# A JSON string of at most so many characters. What is not printable ASCII becomes '?'.
function ConvertTo-Quoted([string] $text, [int] $limit) {
  if ($text.Length -gt $limit) { $text = $text.Substring(0, $limit) }
  '"' + [regex]::Replace($text, '[^ -~]', '?').Replace('\', '\\').Replace('"', '\"') + '"'
}

function ConvertTo-QuotedList([string[]] $items, [int] $limit) {
  '[' + (@($items | ForEach-Object { ConvertTo-Quoted $_ $limit }) -join ',') + ']'
}

function ConvertTo-QuotedOrNull([string] $text, [int] $limit) {
  if ($text -ceq '') { return 'null' }
  ConvertTo-Quoted $text $limit
}

# The one line that the caller reads; the last two arguments limit the message and each path.
function Get-ReportLine([string] $outcome, [string] $code, [string] $message, [int] $cut, [int] $cutPath) {
  $connected = 'null'
  if ($null -ne $report.connected) { $connected = ([string] $report.connected).ToLowerInvariant() }
  $stale = 'null'
  if ($null -ne $report.stale) { $stale = '{"count":' + $report.stale.Total + ',"names":' + (ConvertTo-QuotedList $report.stale.Names 32) + '}' }
  $rows = @($run.services | ForEach-Object {
      '{"name":' + (ConvertTo-Quoted $_.Label 60) + ',"state":"' + $_.State + '","startedAt":' + $_.Started + '}' })
  if ($rows.Count -gt 10) { $rows = $rows[0..9] }
  $json = '{"v":1,"action":"' + $run.action + '","component":"' + $run.component + '","outcome":"' + $outcome + '","code":"' + $code +
    '","message":' + (ConvertTo-Quoted $message $cut) + ',"fingerprint":' + (ConvertTo-QuotedOrNull $report.fingerprint 16) +
    ',"clock":' + $run.clock + ',"version":' + (ConvertTo-QuotedOrNull $report.version 40) +
    ',"hostId":' + (ConvertTo-QuotedOrNull $report.hostId 40) + ',"connected":' + $connected +
    ',"files":' + (ConvertTo-QuotedList $report.files $cutPath) + ',"services":[' + ($rows -join ',') + '],"stale":' + $stale +
    ',"leftovers":' + (ConvertTo-QuotedList $report.leftovers $cutPath)
  # The rest of a probe's line is for what else is on the machine.
  $limit = 2950
  if ($null -ne $report.components) { $limit = 1900 }
  if ($json.Length -ge $limit -and $cut -gt 80) { return Get-ReportLine $outcome $code $message 80 60 }
  if ($null -ne $report.components) { $json += Get-ComponentsText (2950 - $json.Length) }
  "##rotation $json}"
}

# The report's fields about the whole machine, in at most so many characters. What does not fit is counted.
function Get-ComponentsText([int] $room) {
  $room -= 40
  $omitted = 0
  $rows = @()
  foreach ($component in $report.components) {
    $services = @($component.Services | ForEach-Object { '{"name":' + (ConvertTo-Quoted $_.Label 60) + ',"state":"' + $_.State + '"}' })
    $row = '{"name":"' + $component.Name + '","code":"' + $component.Code + '",' + $component.Facts + '"services":[' + ($services -join ',') + '],"environments":['
    $fits = $room -ge $row.Length + 3
    if ($fits) { $room -= $row.Length + 3 } else { $omitted++ }
    $names = @()
    foreach ($environment in $component.Environments) {
      $name = ConvertTo-Quoted $environment 100
      if ($fits -and $room -gt $name.Length) {
        $names += $name
        $room -= $name.Length + 1
      } else {
        $omitted++
      }
    }
    if ($fits) { $rows += $row + ($names -join ',') + ']}' }
  }
  ',"components":[' + ($rows -join ',') + '],"omitted":' + $omitted
}

# Ends the run: exit code, outcome, code, message. Thrown through all callers, so no catch block below may surround a call that ends
# up here; they surround single calls of .NET and cmdlets only. (Read-Component is the one exception: it only looks.)
function Stop-Run([int] $exitCode, [string] $outcome, [string] $code, [string] $message) {
  $line = Get-ReportLine $outcome $code ($message + $run.note) 400 200
  $run.answer = @{ ExitCode = $exitCode; Line = $line; Outcome = $outcome; Code = $code; Message = $message }
  throw 'The run is over.'
}

# Nothing of the component was touched. Services that an earlier, killed run left stopped are started all the same.
function Stop-Refused([string] $code, [string] $message) {
  if ($null -ne $run.lock) {
    Undo-Preparation
    if ($noted.state -cne 'done' -and (Start-OwedServices)) { $message += ' Services that an unfinished run had stopped were started again.' }
    Add-Leftovers
  }
  Stop-Run 30 'refused' $code $message
}

function Stop-Expired([string] $code, [string] $message) {
  Undo-Preparation
  Stop-Run 20 'expired' $code $message
}

# Something went wrong. Before the first change that is a refusal; after it everything is put back.
function Stop-Failed([string] $code, [string] $message) {
  $how = $run.undo
  if ($how -ceq '') { Stop-Refused $code $message }
  $run.undo = 'failed' # whatever goes wrong from here on needs a human
  if (($how -ceq 'activegate' -and (Undo-ActiveGate)) -or ($how -ceq 'oneagent' -and (Undo-OneAgent))) {
    Stop-Run 40 'failed' $code "$message The old state is back and the services run."
  }
  Stop-Run 50 'failed' $code "$message Putting the old state back failed too; the guard tries to start the services once more."
}

# --- input -----------------------------------------------------------------------------------------------------------------------

function Stop-BadInput([string] $name, [string] $allowed) {
  Stop-Run 30 'refused' 'bad-input' "$name is missing or not allowed: $allowed."
}

function Read-Text([string] $name, [string] $pattern, [string] $allowed) {
  if (-not [regex]::IsMatch($given[$name], $pattern)) { Stop-BadInput $name $allowed }
  $given[$name]
}

# A number within bounds; the default stands in for an absent one, and no default means that it must be there.
function Read-Number([string] $name, [long] $least, [long] $most, [string] $default) {
  $text = $given[$name]
  if ($text -ceq '') { $text = $default }
  $number = [long] 0
  if (-not ([regex]::IsMatch($text, '^(?:0|[1-9][0-9]{0,18})\z') -and [long]::TryParse($text, [ref] $number) -and
      $number -ge $least -and $number -le $most)) {
    Stop-BadInput $name "a whole number from $least to $most"
  }
  $number
}

function Read-Parameters {
  $run.action = Read-Text 'ACTION' '^(?:probe|apply|restore)\z' 'probe, apply or restore'
  $run.component = Read-Text 'COMPONENT' '^(?:activegate|oneagent)\z' 'activegate or oneagent'
  $idText = "1 to 100 letters, digits, '.', '_' or '-'"
  $run.environment = Read-Text 'ENVIRONMENT_ID' '^[A-Za-z0-9][A-Za-z0-9._-]{0,99}\z' $idText
  $run.rotation = Read-Text 'ROTATION_ID' '^[A-Za-z0-9][A-Za-z0-9._-]{0,99}\z' $idText
  $given.ROOT = (Read-Text 'ROOT' '^(?:/.*)?\z' 'an absolute path or nothing').TrimEnd('/')
  $run.guardS = Read-Number 'GUARD_S' 1 86400 '600'
  $run.stopS = Read-Number 'STOP_S' 1 3600 '150'
  $run.startS = Read-Number 'START_S' 1 3600 '120'
  $run.proveS = Read-Number 'PROVE_S' 0 3600 '60'
  $run.settleS = Read-Number 'SETTLE_S' 0 600 '3'
  $run.lockS = Read-Number 'LOCK_S' 0 3600 '60'
  if ($run.action -ceq 'probe') {
    $run.generation = Read-Number 'GENERATION' 0 $largestNumber '0'
    $run.notAfter = Read-Number 'NOT_AFTER' 0 $largestNumber "$largestNumber"
    return
  }
  $run.generation = Read-Number 'GENERATION' 0 $largestNumber ''
  $run.notAfter = Read-Number 'NOT_AFTER' 0 $largestNumber ''
  if ($run.action -ceq 'apply') {
    $run.token = $given.NEW_TOKEN
    $run.sourcePrint = Read-Text 'OLD_FINGERPRINT' '^[0-9a-f]{16}\z' '16 hex digits in lower case'
    $run.registryPrint = Read-Text 'REGISTRY_FINGERPRINT' '^(?:[0-9a-f]{16})?\z' '16 hex digits in lower case or nothing'
  } else {
    $run.token = $given.OLD_TOKEN
    $run.sourcePrint = Read-Text 'NEW_FINGERPRINT' '^[0-9a-f]{16}\z' '16 hex digits in lower case'
  }
  if ($run.registryPrint -ceq '') { $run.registryPrint = $run.sourcePrint }
  if (-not [regex]::IsMatch($run.token, '^[A-Za-z0-9._-]{8,256}\z')) {
    Stop-Run 30 'refused' 'bad-token' "The token is missing or no tenant token: 8 to 256 letters, digits, '.', '_' or '-' are allowed."
  }
}

# --- small tools -----------------------------------------------------------------------------------------------------------------

function Get-UtcNow { (Get-Date).ToUniversalTime() }

# Unix seconds. ToUnixTimeSeconds came with .NET 4.6 only.
function ConvertTo-UnixTime([datetime] $time) { [long] [math]::Floor(($time.ToUniversalTime() - $epoch).TotalSeconds) }

function Read-Clock { $run.now = ConvertTo-UnixTime (Get-UtcNow) }

# Where a path of the machine lies, and how a place is called on the machine.
function Resolve-HostPath([string] $path) {
  if ($given.ROOT -ceq '') { return $path }
  $given.ROOT + '/' + $path.Substring(0, 1).ToUpperInvariant() + $path.Substring(2).Replace('\', '/')
}

function Show-Path([string] $place) {
  if ($given.ROOT -ceq '' -or $place.Length -lt $given.ROOT.Length + 2) { return $place }
  $rest = $place.Substring($given.ROOT.Length + 1)
  $rest.Substring(0, 1) + ':' + $rest.Substring(1).Replace('/', '\')
}

function Join-Names([string] $directory, [string[]] $names) {
  $path = $directory
  foreach ($name in $names) { $path = [IO.Path]::Combine($path, $name) }
  $path
}

function Get-ProgramData {
  if ($given.ROOT -cne '') { return Resolve-HostPath 'C:\ProgramData' }
  $env:ProgramData
}

function Get-ProgramFiles {
  if ($given.ROOT -cne '') { return Resolve-HostPath 'C:\Program Files' }
  $env:ProgramFiles
}

# The same text, byte for byte. -ceq follows a culture, which ignores some characters.
function Test-Same([string] $one, [string] $other) { [string]::Equals($one, $other) }

# The reason of a failed write, for the report's code.
function Get-Problem([Exception] $exception) {
  while ($null -ne $exception.InnerException) { $exception = $exception.InnerException }
  $number = $exception.HResult -band 0xFFFF
  if ($number -in 112, 39, 28, 1295) { return 'no-space' } # ERROR_DISK_FULL, HANDLE_DISK_FULL, ENOSPC, DISK_QUOTA_EXCEEDED
  if ($number -in 19, 30) { return 'read-only' } # ERROR_WRITE_PROTECT, EROFS
  'cannot-write'
}

# Sets print to the fingerprint of a value.
function Read-Fingerprint([string] $value) {
  $hash = (Get-Sha256).ComputeHash($latin1.GetBytes("$($run.rotation):$value"))
  $run.print = [BitConverter]::ToString($hash, 0, 8).Replace('-', '').ToLowerInvariant()
}

function Get-Sha256 {
  try { [Security.Cryptography.SHA256]::Create() } catch {
    [Security.Cryptography.SHA256CryptoServiceProvider]::new() # the one that a FIPS policy allows on .NET Framework
  }
}

# Sets class of a value: target (what we write), source (what we may replace), other; and print for what is none of ours.
function Read-Class([string] $value) {
  $run.class = 'target'
  if (Test-Same $value $run.token) { $run.print = $run.targetPrint; return }
  $run.class = 'source'
  if ($run.sourceValue -cne '' -and (Test-Same $value $run.sourceValue)) { $run.print = $run.sourcePrint; return }
  Read-Fingerprint $value
  if ($run.print -ceq $run.sourcePrint) { $run.sourceValue = $value } else { $run.class = 'other' }
}

# Runs a Windows tool and gives its exit code. It is never given a token.
function Invoke-Tool([string] $tool, [string[]] $arguments) {
  $ErrorActionPreference = 'SilentlyContinue' # with Stop, 5.1 takes a line on standard error for an exception
  $global:LASTEXITCODE = 9009
  try { $null = & $tool @arguments 2>$null } catch { return 9009 }
  $LASTEXITCODE
}

# Runs a program with a deadline; sets output. True when it ended in time with exit code 0.
function Invoke-Program([string] $path, [string] $arguments, [int] $limit) {
  $run.output = ''
  try {
    $start = [Diagnostics.ProcessStartInfo]::new($path, $arguments)
    $start.UseShellExecute = $false
    $start.CreateNoWindow = $true
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true
    $process = [Diagnostics.Process]::Start($start)
    $process.StandardInput.Close()
    $output = $process.StandardOutput.ReadToEndAsync()
    $errors = $process.StandardError.ReadToEndAsync()
    $deadline = (Get-UtcNow).AddSeconds($limit)
    while (-not $process.WaitForExit(50)) {
      if ((Get-UtcNow) -gt $deadline) {
        $process.Kill()
        return $false
      }
    }
    if (-not ($output.Wait(5000) -and $errors.Wait(5000))) { return $false }
    $run.output = $output.Result
    $process.ExitCode -eq 0
  } catch { $false }
}

# --- owner and access rights -----------------------------------------------------------------------------------------------------

# Owner, exact rights, and the rights without the marks of inheritance: the same rights give the same text wherever a file lies.
function Get-Protection([string] $path) {
  $acl = Get-Acl -LiteralPath $path -ErrorAction Stop
  $exact = $acl.GetSecurityDescriptorSddlForm([Security.AccessControl.AccessControlSections]::Access)
  $rights = [regex]::Replace($exact.Substring([math]::Max(0, $exact.IndexOf([char] '('))), '(\([A-Z]+;(?:[A-Z][A-Z])*?)ID', '$1')
  @{ Owner = $acl.GetOwner([Security.Principal.SecurityIdentifier]).Value; Exact = $exact; Rights = $rights }
}

# Gives a file these rights. Set-Acl writes them while we own the file; icacls can hand it to any owner, which Set-Acl cannot.
function Set-Protection([string] $path, [string] $rights, [string] $owner) {
  $acl = Get-Acl -LiteralPath $path -ErrorAction Stop
  $acl.SetSecurityDescriptorSddlForm($rights, [Security.AccessControl.AccessControlSections]::Access)
  Set-Acl -LiteralPath $path -AclObject $acl -ErrorAction Stop
  if ($acl.GetOwner([Security.Principal.SecurityIdentifier]).Value -cne $owner) {
    $null = Invoke-Tool 'icacls.exe' @($path, '/setowner', "*$owner", '/Q')
  }
}

function Test-Protection([string] $path, $wanted) {
  $now = Get-Protection $path
  $now.Owner -ceq $wanted.Owner -and $now.Rights -ceq $wanted.Rights
}

# --- the marker: what the last command was, and how far it got -------------------------------------------------------------------
#
# One per environment and component. state is pending from before the first change until the services run on the result,
# changed when only the start is missing, done otherwise. It never holds a token.

function Clear-Marker {
  foreach ($key in 'generation', 'rotation', 'action', 'state', 'fingerprint', 'services', 'guard') { $noted[$key] = '' }
  $noted.changed = '0'
}

function Read-Marker {
  Clear-Marker
  $lines = @()
  try {
    # An empty one is what a power cut can leave of a file that was just replaced: as good as none.
    if (-not [IO.File]::Exists($run.marker) -or [IO.FileInfo]::new($run.marker).Length -eq 0) { return }
    $lines = [IO.File]::ReadAllLines($run.marker, $latin1)
  } catch { $lines = @('generation=') }
  foreach ($line in $lines) {
    $key, $value = $line.Split([char[]] '=', 2)
    if ($noted.ContainsKey($key)) { $noted[$key] = [string] $value }
  }
  if ($noted.generation -cnotmatch '^[0-9]{1,19}\z' -or $noted.changed -cnotmatch '^[0-9]{1,18}\z' -or
    $noted.state -cnotmatch '^(?:pending|changed|done)\z' -or $noted.guard -cnotmatch '^[A-Za-z0-9 -]*\z') {
    Clear-Marker
    Stop-Refused 'marker-unreadable' "The marker $(Show-Path $run.marker) is damaged; look at the host and remove it."
  }
}

function Save-Marker {
  $text = "generation=$($run.generation)`nrotation=$($run.rotation)`naction=$($run.action)`nstate=$($noted.state)`n" +
    "fingerprint=$($noted.fingerprint)`nchanged=$($noted.changed)`nservices=$($noted.services)`nguard=$($noted.guard)`n"
  $next = "$($run.marker).new"
  try {
    Write-Bytes $next $latin1.GetBytes($text)
    Move-IntoPlace $next $run.marker
    $true
  } catch { $false }
}

# A late or repeated command can do no harm: it is too late, or older than what this host has seen.
function Test-Order {
  Read-Clock
  if ($run.now -gt $run.notAfter) { Stop-Expired 'not-after-passed' "The command was to run before $($run.notAfter); the clock says $($run.now)." }
  Read-Marker
  if ($noted.generation -ceq '') { return }
  $last = [long] $noted.generation
  if ($run.generation -lt $last) {
    Stop-Expired 'stale-generation' "Generation $($run.generation) is older than $last, which this host has seen."
  }
  if ($run.generation -eq $last -and -not ($run.action -ceq $noted.action -and $run.rotation -ceq $noted.rotation)) {
    Stop-Expired 'stale-generation' "Generation $($run.generation) was already used for $($noted.action) of rotation $($noted.rotation)."
  }
}

# --- one run at a time -----------------------------------------------------------------------------------------------------------

function Find-State {
  $run.state = Join-Names (Get-ProgramData) 'dynatrace-token-rotation'
  # A prefix: a bare environment id might be a name that Windows reserves for a device.
  $run.marker = Join-Names $run.state "marker-$($run.environment).$($run.component)"
}

# Users may create directories below ProgramData: ours must belong to the system and let nobody else in.
function Test-StateIsOurs {
  $now = Get-Protection $run.state
  $now.Owner -in $systemSids -and [regex]::IsMatch($now.Rights, '^(?:\(A;OICI;FA;;;(?:SY|BA)\))+\z')
}

function Open-State {
  try {
    $null = [IO.Directory]::CreateDirectory($run.state)
    $isLink = ([IO.File]::GetAttributes($run.state) -band [IO.FileAttributes]::ReparsePoint) -ne 0
    if (-not $isLink -and -not (Test-StateIsOurs)) {
      $null = Invoke-Tool 'icacls.exe' @($run.state, '/inheritance:r', '/grant:r', '*S-1-5-18:(OI)(CI)F', '*S-1-5-32-544:(OI)(CI)F', '/Q')
    }
    -not $isLink -and (Test-StateIsOurs)
  } catch { $false }
}

# The file stays open, for nobody else, until the process ends, however it ends.
function Enter-Lock {
  if (-not (Open-State)) {
    Stop-Refused 'state-not-writable' "The directory $(Show-Path $run.state) cannot be used: it must be a directory of SYSTEM or Administrators that lets nobody else in."
  }
  $deadline = (Get-UtcNow).AddSeconds($run.lockS)
  $pause = 50
  while ($true) {
    $problem = $null
    try {
      $run.lock = [IO.FileStream]::new((Join-Names $run.state 'lock'), [IO.FileMode]::OpenOrCreate, [IO.FileAccess]::ReadWrite, [IO.FileShare]::None)
      return
    } catch { $problem = $_.Exception.GetBaseException() }
    if ($problem.GetType() -ne [IO.IOException]) { Stop-Refused 'state-not-writable' "The file $(Show-Path $run.state)\lock cannot be written." }
    $run.waited = $true
    if ((Get-UtcNow) -ge $deadline) { Stop-Refused 'locked' 'Another run holds the lock of this machine.' }
    Read-Clock
    if ($run.now -gt $run.notAfter) { Stop-Expired 'not-after-passed' 'The time to run this was over before the lock was free.' }
    Start-Sleep -Milliseconds $pause
    $pause = [math]::Min($pause * 2, 1000)
  }
}

# --- services --------------------------------------------------------------------------------------------------------------------

# Fills services with those of the names that exist, in the order asked, and what depends on them and runs, because it stops with them.
# A name may be a service's own or the one that is displayed: the documentation does not tell which it means.
function Find-Services([string[]] $names) {
  $run.names = $names
  $run.services = @()
  try {
    $all = @(Get-Service -Name 'Dynatrace*' -ErrorAction Stop) + @(Get-Service -DisplayName 'Dynatrace*' -ErrorAction Stop)
    $dependents = @()
    foreach ($name in $names) {
      foreach ($service in $all) {
        if ($service.Name -eq $name -or $service.DisplayName -eq $name) {
          $run.services += @{ Name = $service.Name; Label = $name; State = 'unknown'; Started = 0; Moment = ''; Path = ''; Exact = $epoch; Status = ''; IsDisabled = $false }
          $dependents += @($service.DependentServices)
          break
        }
      }
    }
    foreach ($service in $dependents) {
      if ("$($service.Status)" -cne 'Stopped' -and @($run.services | ForEach-Object { $_.Name }) -notcontains $service.Name) {
        $run.services += @{ Name = $service.Name; Label = $service.Name; State = 'unknown'; Started = 0; Moment = ''; Path = ''; Exact = $epoch; Status = ''; IsDisabled = $false }
      }
    }
  } catch { return $false }
  if (-not (Read-States)) { return $false }
  Read-StartTimes
  $true
}

function Read-States {
  if ($run.services.Count -eq 0) { return $true }
  try {
    foreach ($service in @(Get-Service -Name @($run.services | ForEach-Object { $_.Name }) -ErrorAction Stop)) {
      foreach ($entry in $run.services) {
        if ($entry.Name -ne $service.Name) { continue }
        $entry.Status = "$($service.Status)"
        switch ($entry.Status) {
          'Running' { $entry.State = 'active' }
          'Stopped' { $entry.State = 'inactive' }
          default { $entry.State = 'unknown' } # on its way up or down, or paused
        }
        if ($entry.State -cne 'active') { $entry.Started = 0; $entry.Moment = '' }
      }
    }
    $true
  } catch { $false }
}

# When a service was started is when its process was. Zero when Windows does not tell: then only our own note counts.
function Read-StartTimes {
  if ($run.services.Count -eq 0) { return }
  try { $facts = @(Get-CimInstance -ClassName Win32_Service -Property Name, ProcessId, PathName, StartMode -ErrorAction Stop) } catch { return }
  foreach ($fact in $facts) {
    foreach ($entry in $run.services) {
      if ($entry.Name -ne $fact.Name) { continue }
      $entry.Path = [string] $fact.PathName
      $entry.IsDisabled = [string] $fact.StartMode -eq 'Disabled'
      if ($entry.State -cne 'active' -or [int] $fact.ProcessId -le 0) { continue }
      try {
        $start = (Get-Process -Id ([int] $fact.ProcessId) -ErrorAction Stop).StartTime.ToUniversalTime()
        $entry.Started = ConvertTo-UnixTime $start
        $entry.Exact = $start
        $entry.Moment = "$($start.Ticks):$($fact.ProcessId)"
      } catch { $entry.Started = 0 }
    }
  }
}

function Find-ServicesOrRefuse([string[]] $names) {
  if (-not (Find-Services $names)) { Stop-Refused 'services-failed' 'Windows does not tell the state of the services.' }
}

# The lock may have been free at once: then nothing changed since the first look.
function Update-Services { if ($run.waited) { Find-ServicesOrRefuse $run.names } }

# Waits for what is on its way up or down. Sets loose to what does not come to rest, or is paused: nobody may insist on it.
function Wait-Services {
  $deadline = (Get-UtcNow).AddSeconds($run.startS)
  while (@($run.services | Where-Object { $_.Status -clike '*Pending' }).Count -gt 0 -and (Get-UtcNow) -lt $deadline) {
    Start-Sleep -Milliseconds 1000
    Find-ServicesOrRefuse $run.names
  }
  $run.loose = @($run.services | Where-Object { $_.State -ceq 'unknown' } | ForEach-Object { $_.Name })
}

# What runs but could not be started again must not be stopped.
function Test-CanStart {
  foreach ($entry in $run.services) {
    if ($entry.State -cne 'inactive' -and $entry.IsDisabled) {
      Stop-Refused 'service-unstartable' "The service $($entry.Label) runs, but it is disabled: once stopped it could not be started again."
    }
  }
}

function Test-Settled {
  if ($run.loose.Count -eq 0) { return }
  Stop-Refused 'service-unsettled' "Not up to stay: $($run.loose -join ', ') (paused, or still starting or stopping). Repair or disable it, then plan again."
}

# What must run at the end: what runs now, and what an unfinished run had stopped. What is loose was not up before.
function Read-Wanted {
  $owed = @()
  if ($noted.state -cne 'done') { $owed = @(Get-NotedServices) }
  $run.loose = @($run.loose | Where-Object { $owed -notcontains $_ })
  $run.wanted = @($run.services | Where-Object { ($_.State -cne 'inactive' -and $run.loose -notcontains $_.Name) -or $owed -contains $_.Name } |
      ForEach-Object { $_.Name })
}

# What was not up before only has to read what is in place now: it is asked to stop for a moment, and to start.
function Restart-Loose {
  foreach ($name in $run.loose) {
    $null = Invoke-Tool 'sc.exe' @('stop', $name)
    $deadline = (Get-UtcNow).AddSeconds(10)
    while (-not (Test-AllAre @($name) 'inactive') -and (Get-UtcNow) -lt $deadline) { Start-Sleep -Milliseconds 500 }
    $null = Invoke-Tool 'sc.exe' @('start', $name)
  }
}

function Get-NotedServices { $noted.services.Split([char[]] '|', [StringSplitOptions]::RemoveEmptyEntries) }

function Get-State([string] $name) {
  foreach ($entry in $run.services) { if ($entry.Name -eq $name) { return $entry.State } }
  'inactive'
}

function Test-Paused([string] $name) { @($run.services | Where-Object { $_.Name -eq $name -and $_.Status -ceq 'Paused' }).Count -gt 0 }

# Asks again about everything and says whether all these services are in that state.
function Test-AllAre([string[]] $names, [string] $state) {
  (Read-States) -and @($names | Where-Object { (Get-State $_) -cne $state }).Count -eq 0
}

# sc.exe only asks and returns: the wait is ours, and bounded. What depends on a service comes after it in the list and stops first.
function Stop-Services([string[]] $names) {
  if ($names.Count -eq 0) { return $true }
  $deadline = (Get-UtcNow).AddSeconds($run.stopS)
  $pause = 25
  while ($true) {
    if (Read-States) {
      $up = @($names | Where-Object { (Get-State $_) -cne 'inactive' })
      if ($up.Count -eq 0) { return $true }
      for ($i = $up.Count - 1; $i -ge 0; $i--) {
        # Asked again in every round: it cannot stop while it starts, or while what depends on it still runs.
        if ((Get-State $up[$i]) -ceq 'active' -or (Test-Paused $up[$i])) { $null = Invoke-Tool 'sc.exe' @('stop', $up[$i]) }
      }
    }
    if ((Get-UtcNow) -ge $deadline) { return $false }
    Start-Sleep -Milliseconds $pause
    $pause = [math]::Min($pause * 2, 1000)
  }
}

function Start-Services([string[]] $names) {
  if ($names.Count -eq 0) { return $true }
  $deadline = (Get-UtcNow).AddSeconds($run.startS)
  $pause = 25
  $asked = @{}
  while ($true) {
    if (Read-States) {
      $down = @($names | Where-Object { (Get-State $_) -cne 'active' })
      if ($down.Count -eq 0) {
        Read-StartTimes
        return $true
      }
      foreach ($name in $down) {
        if ((Get-State $name) -cne 'inactive') { continue }
        if ($asked.ContainsKey($name)) { return $false } # it came up and went down again
        $asked[$name] = $true
        if ((Invoke-Tool 'sc.exe' @('start', $name)) -notin 0, 1056) { return $false } # ERROR_SERVICE_ALREADY_RUNNING
      }
    }
    if ((Get-UtcNow) -ge $deadline) { return $false }
    Start-Sleep -Milliseconds $pause
    $pause = [math]::Min($pause * 2, 1000)
  }
}

# A service that did come up must load what was just taken back.
function Restart-Services([string[]] $names) {
  $null = Stop-Services $names
  Start-Services $names
}

# Starts what an unfinished run left stopped; its guard is not needed any more once that worked.
function Start-OwedServices {
  $owed = @(Get-NotedServices)
  if ($owed.Count -eq 0 -or (Test-AllAre $owed 'active') -or -not (Start-Services $owed)) { return $false }
  Disable-Guard $noted.guard
  $noted.guard = ''
  Save-Marker
}

# Says whether the services that must run loaded what is in place since then (Unix seconds).
function Test-ServicesAreCurrent([long] $since) {
  if ($noted.state -ceq 'pending') { return $false }
  foreach ($entry in $run.services) {
    if ($run.wanted -notcontains $entry.Name) { continue }
    if ($entry.State -cne 'active') { return $false }
    if ($entry.Started -gt 0) {
      if ($entry.Started -lt $since) { return $false }
    } elseif (-not (Test-LeftByUs)) {
      return $false
    }
  }
  $true
}

function Test-LeftByUs { $noted.state -ceq 'done' -and $noted.fingerprint -ceq $run.targetPrint }

# A stopped service with the new token already in place: stopped by an unfinished run or by nobody we know, so it is started;
# unless we left it like that ourselves, because it did not run when the token came.
function Add-MainService {
  $main = $run.services[0]
  if ($main.State -cne 'active' -and $run.wanted -notcontains $main.Name -and $run.loose -notcontains $main.Name -and -not (Test-LeftByUs)) { $run.wanted = @($main.Name) + $run.wanted }
}

# --- the guard: starts the services again if this script is killed and nobody ever comes back -------------------------------------

# A task of the scheduler, described by XML: schtasks would read a date on its command line in the machine's language and cut the
# seconds, and a task survives a reboot. The account is a SID for the same reason.
function Write-GuardTask([string] $file) {
  $from = (Get-UtcNow).AddSeconds($run.guardS)
  $until = $from.AddDays(7)
  $actions = @(@($run.wanted) + @($run.loose) | ForEach-Object {
      '<Exec><Command>%SystemRoot%\System32\sc.exe</Command><Arguments>start "' + [Security.SecurityElement]::Escape($_) + '"</Arguments></Exec>' })
  $text = '<?xml version="1.0" encoding="UTF-16"?><Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">' +
    '<RegistrationInfo><Description>Starts services that a token rotation left stopped</Description></RegistrationInfo>' +
    '<Triggers><TimeTrigger><StartBoundary>' + $from.ToString('yyyy-MM-ddTHH:mm:ssZ') + '</StartBoundary><EndBoundary>' +
    $until.ToString('yyyy-MM-ddTHH:mm:ssZ') + '</EndBoundary><Enabled>true</Enabled></TimeTrigger></Triggers>' +
    '<Principals><Principal id="Author"><UserId>S-1-5-18</UserId><RunLevel>HighestAvailable</RunLevel></Principal></Principals>' +
    '<Settings><MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy><DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>' +
    '<StopIfGoingOnBatteries>false</StopIfGoingOnBatteries><StartWhenAvailable>true</StartWhenAvailable>' +
    '<ExecutionTimeLimit>PT1H</ExecutionTimeLimit><DeleteExpiredTaskAfter>PT1H</DeleteExpiredTaskAfter></Settings>' +
    '<Actions Context="Author">' + ($actions -join '') + '</Actions></Task>'
  try {
    Write-Bytes $file ([byte[]] (@(0xFF, 0xFE) + [Text.Encoding]::Unicode.GetBytes($text)))
    $true
  } catch { $false }
}

# The task's name is noted before it is armed, so that the next run can disarm it whatever happens in between.
function Enable-Guard {
  $run.guard = ''
  if ($run.wanted.Count + $run.loose.Count -gt 0) { $run.guard = "DynatraceTokenGuard-$($run.component)-$([guid]::NewGuid().ToString('N'))" }
  Save-GuardNote
  if ($run.guard -ceq '') { return }
  $file = Join-Names $run.state 'guard.xml'
  $armed = (Write-GuardTask $file) -and (Invoke-Tool 'schtasks.exe' @('/Create', '/TN', $run.guard, '/XML', $file, '/F')) -eq 0
  Remove-File $file
  if (-not $armed) { Stop-Refused 'no-guard' 'No scheduled task could be made to guard the services.' }
}

# The guard of an unfinished run stays noted until it is disarmed.
function Save-GuardNote {
  $noted.guard = "$($run.guard) $($run.oldGuard)".Trim()
  if (-not (Save-Marker)) { Stop-Refused 'state-not-writable' "The marker $(Show-Path $run.marker) cannot be written." }
}

# Disarms exactly the guards of these names.
function Disable-Guard([string] $names) {
  foreach ($name in $names.Split([char[]] ' ', [StringSplitOptions]::RemoveEmptyEntries)) {
    if ($name.StartsWith('DynatraceTokenGuard-', [StringComparison]::Ordinal)) { $null = Invoke-Tool 'schtasks.exe' @('/Delete', '/TN', $name, '/F') }
  }
}

# From here on a killed run leaves a trace and a guard.
function Start-Change {
  Read-Clock
  if ($run.now -gt $run.notAfter) { Stop-Expired 'not-after-passed' 'The time to run this was over before the first change.' }
  $run.begun = @{ State = $noted.state; Services = $noted.services }
  $run.oldGuard = $noted.guard
  $noted.state = 'pending'
  $noted.services = $run.wanted -join '|'
  Enable-Guard
  if ($run.oldGuard -ceq '') { return }
  Disable-Guard $run.oldGuard
  $run.oldGuard = ''
  Save-GuardNote
}

# Takes back what was prepared for a change that then did not happen: nothing was stopped, nothing replaced.
function Undo-Preparation {
  if ($run.prepared) { Remove-Work }
  $run.prepared = $false
  if ($null -eq $run.begun) { return }
  Disable-Guard $run.guard
  $noted.state = $run.begun.State
  $noted.services = $run.begun.Services
  $noted.guard = $run.oldGuard
  $run.begun = $null
  $null = Save-Marker
}

# The change is in place; what was started from now on has it.
function Save-Change([string] $print) {
  Read-Clock
  $noted.state = 'changed'
  $noted.fingerprint = $print
  $noted.changed = "$($run.now)"
  $null = Save-Marker
}

function Complete-Change {
  Disable-Guard $run.guard
  $run.guard = ''
  $noted.state = 'done'
  $noted.guard = ''
  $null = Save-Marker
}

# When was the token that is in place now put there? Our own note of it counts; the component may have rewritten its file since.
function Read-ChangeTime([long] $seen) {
  $run.changed = $seen
  if ($noted.fingerprint -ceq $run.targetPrint -and $noted.state -cne 'pending') { $run.changed = [long] $noted.changed }
}

# --- ActiveGate: where it is -----------------------------------------------------------------------------------------------------

# Finds the configuration directory, the executables, and from them the files that hold the token.
function Find-ActiveGate {
  Find-ServicesOrRefuse $activeGateServices
  $hasService = $run.services.Count -gt 0 -and $run.services[0].Label -ceq $activeGateServices[0]
  if ($hasService) { Find-NamedPlaces $run.services[0].Path }
  $candidates = @((Join-Names (Get-ProgramData) 'dynatrace', 'gateway', 'config'), (Join-Names (Get-ProgramFiles) 'dynatrace', 'gateway', 'config'))
  foreach ($place in $run.gateways) { $candidates += Join-Names $place 'config' }
  # What the program itself is told comes first: the usual places may hold what is left of another installation.
  $named = @()
  foreach ($place in $run.configs) {
    foreach ($candidate in $place, (Join-Names $place 'gateway', 'config'), (Join-Names $place 'config')) { if (Test-Config $candidate) { $named += $candidate } }
  }
  if ($named.Count -gt 0) { $candidates = $named }
  $found = @()
  foreach ($candidate in $candidates) {
    if (($found -notcontains $candidate) -and (Test-Config $candidate)) { $found += $candidate }
  }
  if ($found.Count -eq 0) {
    if (-not $hasService) { Stop-Run 10 'notInstalled' 'not-installed' 'There is no ActiveGate here.' }
    Stop-Refused 'config-not-found' "The ActiveGate's service is here, but no authorization.properties in $(@(@($run.configs) + $candidates | ForEach-Object { Show-Path $_ }) -join ' or ')."
  }
  if ($found.Count -gt 1) {
    Stop-Refused 'several-installations' "There are several ActiveGate configurations: $(@($found | ForEach-Object { Show-Path $_ }) -join ', ')."
  }
  $run.config = $found[0]
  Find-Logs
  $rootDir = Find-RootDir
  if (-not $hasService) {
    if (-not [IO.Directory]::Exists($rootDir)) {
      Stop-Run 10 'notInstalled' 'not-installed' "There is no ActiveGate here, only its old configuration in $(Show-Path $run.config)."
    }
    Stop-Refused 'no-service' "The ActiveGate is in $(Show-Path $rootDir), but the service Dynatrace Gateway does not exist."
  }
  # Files beside a directory that is not there would be passed over in silence, and their module would keep the old token.
  if (-not [IO.Directory]::Exists($rootDir)) { Stop-Refused 'config-not-found' "The ActiveGate's directory $(Show-Path $rootDir) is not there." }
  $base = [IO.Path]::GetDirectoryName($rootDir)
  $stateBase = Join-Names (Get-ProgramData) 'dynatrace'
  $gateway = [IO.Path]::GetDirectoryName($run.config)
  if ([IO.Path]::GetFileName($run.config) -eq 'config' -and [IO.Path]::GetFileName($gateway) -eq 'gateway') { $stateBase = [IO.Path]::GetDirectoryName($gateway) }
  $run.files = @(
    (New-File (Join-Names $run.config 'authorization.properties') 'ini')
    (New-File (Join-Names $base 'remotepluginmodule', 'agent', 'conf', 'extensions.conf') 'flat')
    (New-File (Join-Names $base 'remotepluginmodule', 'agent', 'conf', 'ruxitagent.conf') 'flat')
    (New-File (Join-Names $base 'zremote', 'agent', 'conf', 'ruxitagent.conf') 'flat')
    (New-File (Join-Names $stateBase 'zremote', 'agent', 'conf', 'zremoteagentuserconfig.conf') 'flat')
  )
}

function Test-Config([string] $directory) {
  $file = Join-Names $directory 'authorization.properties'
  (Test-Exists $file) -or (Test-Exists "$file$mark.backup")
}

# Reads what the service's command line and the .ini beside its program tell about where things lie: configs and logPlaces are what they call so,
# gateways the directories of that name on the way to a program or an argument, homes only those of the program.
function Find-NamedPlaces([string] $line) {
  $files = @()
  $isProgram = $true
  foreach ($match in $pathPattern.Matches($line)) {
    $path = ($match.Groups[1].Value + $match.Groups[2].Value + $match.Groups[3].Value).Replace('/', '\')
    $gateways = @(Get-Gateways $path)
    if ($isProgram) {
      $run.homes = $gateways
      $files += @(@($gateways) + [IO.Path]::GetDirectoryName((Resolve-HostPath $path)) | ForEach-Object { Join-Names $_ 'dynatracegateway.ini' })
    } elseif ($path -like '*.ini') {
      $files += Resolve-HostPath $path
    }
    $run.gateways += $gateways
    $isProgram = $false
  }
  foreach ($match in $argumentPattern.Matches($line)) { Add-Place $match.Groups[1].Value ($match.Groups[2].Value + $match.Groups[3].Value) '' }
  foreach ($file in $files) {
    foreach ($text in @(Read-Lines $file)) {
      $match = $placePattern.Match($text)
      if ($match.Success) { Add-Place $match.Groups[1].Value $match.Groups[2].Value ([IO.Path]::GetDirectoryName($file)) }
    }
  }
}

# Each directory named gateway on a path, the innermost first.
function Get-Gateways([string] $path) {
  $parts = $path.Split([char] '\')
  for ($i = $parts.Length - 1; $i -ge 1; $i--) { if ($parts[$i] -eq 'gateway') { Resolve-HostPath ($parts[0..$i] -join '\') } }
}

function Add-Place([string] $key, [string] $value, [string] $directory) {
  $value = ConvertFrom-Property $value
  if ($value -cmatch '^[A-Za-z]:\\') {
    $value = Resolve-HostPath $value
  } elseif ($directory -cne '' -and $value -cmatch '^[^\\%]') {
    $value = Join-Names $directory $value.Split([char] '\')
  } else {
    return
  }
  if ($key -clike 'LOG*') { $run.logPlaces += $value } else { $run.configs += $value }
}

# A value of a .properties file may be quoted, may escape its colons and backslashes, and may end in a separator.
function ConvertFrom-Property([string] $value) {
  $value = $value.Replace('"', '')
  if ($value.Contains('\\') -or $value.Contains('\:')) { $value = [regex]::Replace($value, '\\(.)', '$1') }
  $value.Replace('/', '\').TrimEnd([char[]] " `t`r`v`f\")
}

function Read-Lines([string] $file) {
  try { if ([IO.File]::Exists($file)) { $latin1.GetString((Read-Bytes $file)).Split([char] 10) } } catch { return }
}

# The log directory that is named, or the one in it that is called gateway; else the one beside the configuration, or the usual one.
function Find-Logs {
  $run.logDirectory = Join-Names (Get-ProgramData) 'dynatrace', 'gateway', 'log'
  foreach ($place in @(Join-Names ([IO.Path]::GetDirectoryName($run.config)) 'log') + @($run.logPlaces)) {
    if ([IO.Directory]::Exists($place)) { $run.logDirectory = $place }
    if ([IO.Directory]::Exists((Join-Names $place 'gateway'))) { $run.logDirectory = Join-Names $place 'gateway' }
  }
}

function New-File([string] $path, [string] $kind) {
  @{ Path = $path; Kind = $kind; Class = 'none'; Head = ''; Value = ''; Tail = ''; Protection = $null }
}

# rootDir in custom.properties, else in config.properties, else what the service's command line says, else the default.
function Find-RootDir {
  foreach ($name in 'custom.properties', 'config.properties') {
    $file = Join-Names $run.config $name
    $value = ''
    foreach ($line in @(Read-Lines $file)) {
      $match = $rootDirPattern.Match($line)
      if ($match.Success) { $value = $match.Groups[1].Value }
    }
    $value = ConvertFrom-Property $value
    if ($value -cmatch '^[A-Za-z]:\\') { return Resolve-HostPath $value }
    if ($value -cne '') { Stop-Refused 'config-not-found' "rootDir in $(Show-Path $file) is no path with a drive." }
  }
  $default = Join-Names (Get-ProgramFiles) 'dynatrace', 'gateway'
  foreach ($place in @($run.homes) + $default + @($run.gateways)) { if ([IO.Directory]::Exists($place)) { return $place } }
  $default
}

# --- files -----------------------------------------------------------------------------------------------------------------------

function Test-Exists([string] $path) { [IO.File]::Exists($path) -or [IO.Directory]::Exists($path) }

# Whoever else has the file open may go on: the ActiveGate runs. All of it, or so many bytes from some byte on.
function Read-Bytes([string] $path, [long] $from = 0, [long] $count = -1) {
  $stream = [IO.FileStream]::new($path, [IO.FileMode]::Open, [IO.FileAccess]::Read, ([IO.FileShare]::ReadWrite -bor [IO.FileShare]::Delete))
  try {
    if ($count -lt 0) { $count = $stream.Length }
    $bytes = [byte[]]::new($count)
    $stream.Position = $from
    $length = 0
    while ($length -lt $bytes.Length) {
      $read = $stream.Read($bytes, $length, $bytes.Length - $length)
      if ($read -le 0) { break }
      $length += $read
    }
  } catch {
    $stream.Dispose()
    throw
  }
  $stream.Dispose()
  , $bytes
}

# Writes a file that is not there yet, to the disk itself; the protection of another one is on it before the first byte is in it.
function Write-Bytes([string] $path, [byte[]] $bytes, $protection = $null) {
  if ([IO.File]::Exists($path)) { [IO.File]::Delete($path) }
  # CreateNew: nobody can have put something else under this name.
  $stream = [IO.FileStream]::new($path, [IO.FileMode]::CreateNew, [IO.FileAccess]::Write, [IO.FileShare]::None)
  if ($null -ne $protection) {
    $stream.Dispose()
    # As rights of its own, not inherited ones, so that they hold wherever the file lies.
    Set-Protection $path "D:P$($protection.Rights)" $protection.Owner
    $stream = [IO.FileStream]::new($path, [IO.FileMode]::Open, [IO.FileAccess]::Write, [IO.FileShare]::None)
  }
  try {
    $stream.Write($bytes, 0, $bytes.Length)
    $stream.Flush($true)
  } catch {
    $stream.Dispose()
    throw
  }
  $stream.Dispose()
}

function Remove-File([string] $path) {
  try { if ([IO.File]::Exists($path)) { [IO.File]::Delete($path) } } catch { $run.problem = 'cannot-write' }
}

# Replace keeps the rights, streams and creation time of the file that is replaced; a move would bring those of the new one.
function Move-IntoPlace([string] $from, [string] $to) {
  if ([IO.File]::Exists($to)) { [IO.File]::Replace($from, $to, [NullString]::Value) } else { [IO.File]::Move($from, $to) }
}

# Reads a file of kind ini (the key in our section) or flat (the key anywhere) and gives it in three pieces: Head, Value, Tail.
# Entries says how often the token is there, Sections how often our section, Odd whether a line was not understood.
function Read-TokenFile([string] $path, [string] $kind) {
  $text = $latin1.GetString((Read-Bytes $path))
  $read = @{ Head = $text; Value = ''; Tail = ''; Entries = 0; Sections = 0; Odd = $false; IsText = $text.IndexOf([char] 0) -lt 0; Text = $text }
  $inside = $kind -ceq 'flat'
  $start = 0
  if ($text.Length -ge 3 -and $text[0] -eq 0xEF -and $text[1] -eq 0xBB -and $text[2] -eq 0xBF) { $start = 3 }
  while ($start -lt $text.Length) {
    $end = $text.IndexOf([char] 10, $start)
    if ($end -lt 0) { $end = $text.Length }
    $line = $text.Substring($start, $end - $start)
    $section = $null
    if ($kind -ceq 'ini' -and $line.IndexOf([char] '[') -ge 0) { $section = $sectionPattern.Match($line) }
    if ($null -ne $section -and $section.Success) {
      $inside = Test-Same $section.Groups[1].Value $run.environment
      if ($inside) { $read.Sections++ }
    } elseif ($inside -and $anyKeyPattern.IsMatch($line)) {
      if ($kind -ceq 'ini') { $entry = $iniPattern.Match($line) } else { $entry = $flatPattern.Match($line) }
      if ($entry.Success) {
        $read.Entries++
        if ($read.Entries -eq 1) {
          $value = $entry.Groups[2]
          $read.Head = $text.Substring(0, $start + $value.Index)
          $read.Value = $value.Value
          $read.Tail = $text.Substring($start + $value.Index + $value.Length)
        }
      } elseif (-not $emptyKeyPattern.IsMatch($line)) {
        # A key without a value is no token; anything else that begins with the key is not understood.
        $read.Odd = $true
      }
    }
    $start = $end + 1
  }
  $read
}

# The same, with null for a file that cannot be read.
function Read-TokenFileOrNull([string] $path, [string] $kind) {
  try { Read-TokenFile $path $kind } catch { $null }
}

# Checks all files and notes what each needs: Class is target, source, none for a file that holds no token, and later written.
# With a token to write, a value that is neither refuses; a probe has none and compares the files among themselves.
function Read-Files {
  $run.newest = 0
  foreach ($file in $run.files) {
    $file.Class = 'none'
    if (-not (Test-Exists $file.Path)) { continue }
    $shown = Show-Path $file.Path
    Test-Kind $file.Path $shown
    $read = Read-TokenFileOrNull $file.Path $file.Kind
    if ($null -eq $read) {
      Start-Sleep -Milliseconds 200 # the ActiveGate may just be writing it
      $read = Read-TokenFileOrNull $file.Path $file.Kind
    }
    if ($null -eq $read -or -not $read.IsText) { Stop-Refused 'unreadable' "$shown is no text file, or it cannot be read." }
    Read-Verdict $file $read $shown
    $run.newest = [math]::Max($run.newest, (ConvertTo-UnixTime ([IO.File]::GetLastWriteTimeUtc($file.Path))))
  }
  if (-not [IO.File]::Exists($run.files[0].Path)) { Stop-Refused 'config-not-found' "$(Show-Path $run.files[0].Path) is not there." }
}

function Test-Kind([string] $path, [string] $shown) {
  try {
    $attributes = [IO.File]::GetAttributes($path)
    $length = 0
    if (($attributes -band [IO.FileAttributes]::Directory) -eq 0) { $length = [IO.FileInfo]::new($path).Length }
  } catch { Stop-Refused 'unreadable' "$shown cannot be looked at." }
  if (($attributes -band [IO.FileAttributes]::ReparsePoint) -ne 0) { Stop-Refused 'symlink' "$shown is a link: the token would have to be written elsewhere." }
  if (($attributes -band [IO.FileAttributes]::Directory) -ne 0) { Stop-Refused 'unreadable' "$shown is no regular file." }
  if (($attributes -band [IO.FileAttributes]::ReadOnly) -ne 0) { Stop-Refused 'read-only' "$shown is read-only." }
  if ($length -gt 1048576) { Stop-Refused 'unreadable' "$shown is larger than 1 MB." }
  # One line per name of the file. A file system that knows no hard links makes fsutil fail.
  $names = Get-LinkCount $path
  if ($names -gt 1) { Stop-Refused 'hard-link' "$shown has $names hard links; the others would keep the old token." }
}

function Get-LinkCount([string] $path) {
  $ErrorActionPreference = 'SilentlyContinue'
  try { @(& 'fsutil.exe' 'hardlink' 'list' $path 2>$null | Where-Object { "$_".Trim() -cne '' }).Count } catch { 0 }
}

function Read-Verdict($file, $read, [string] $shown) {
  if ($file.Kind -ceq 'ini') {
    if ($read.Sections -eq 0) { Stop-Refused 'no-section' "$shown has no section [$($run.environment)]." }
    if ($read.Sections -gt 1) { Stop-Refused 'ambiguous-config' "$shown has $($read.Sections) sections [$($run.environment)]." }
  }
  if ($read.Odd) { Stop-Refused 'unreadable-entry' "$shown has a tenantToken line that is not understood." }
  if ($read.Entries -gt 1) { Stop-Refused 'ambiguous-config' "$shown has $($read.Entries) tenantToken entries for this environment." }
  if ($read.Entries -eq 0) {
    # The other files override what is in this one: without an entry they hold no token.
    if ($file.Kind -ceq 'ini') { Stop-Refused 'no-key' "$shown has no tenantToken in section [$($run.environment)]." }
    return
  }
  $file.Head = $read.Head
  $file.Value = $read.Value
  $file.Tail = $read.Tail
  $isFirst = [object]::ReferenceEquals($file, $run.files[0])
  if ($run.action -ceq 'probe') {
    $file.Class = 'source'
    if ($isFirst) {
      Read-Fingerprint $read.Value
      $report.fingerprint = $run.print
    }
    if (-not (Test-Same $read.Value $run.files[0].Value)) { $run.oddFile = $shown }
    return
  }
  Read-Class $read.Value
  $file.Class = $run.class
  if ($isFirst) { $report.fingerprint = $run.print }
  if ($run.class -ceq 'other') { Stop-Refused 'unexpected-token' "$shown holds a token that is neither the old nor the new one." }
}

# Writes the successor of a file with this value, complete, protected and checked, beside it. The original is not touched.
function Write-Successor($file, [string] $value) {
  $run.problem = 'cannot-write'
  $next = "$($file.Path)$mark.new"
  try {
    Write-Bytes $next $latin1.GetBytes($file.Head + $value + $file.Tail) $file.Protection
    if (-not (Test-Protection $next $file.Protection)) {
      $run.problem = 'cannot-keep-owner'
      return $false
    }
    $hidden = [int] [IO.File]::GetAttributes($file.Path) -band 0x2006 # hidden, system, not indexed
    if ($hidden -ne 0) { [IO.File]::SetAttributes($next, [IO.FileAttributes] $hidden) }
    $read = Read-TokenFile $next $file.Kind
    $read.Entries -eq 1 -and (Test-Same $read.Value $value) -and (Test-Same $read.Head $file.Head) -and (Test-Same $read.Tail $file.Tail)
  } catch {
    $run.problem = Get-Problem $_.Exception
    $false
  }
}

function Save-Backup($file) {
  $run.problem = 'cannot-write'
  $backup = "$($file.Path)$mark.backup"
  try {
    $file.Protection = Get-Protection $file.Path
    Write-Bytes $backup $latin1.GetBytes($file.Head + $file.Value + $file.Tail) $file.Protection
    if (Test-Protection $backup $file.Protection) { return $true }
    $run.problem = 'cannot-keep-owner'
    $false
  } catch {
    $run.problem = Get-Problem $_.Exception
    $false
  }
}

# Puts a successor in the original's place and sees to it that owner and rights are the original's, inheritance included.
function Use-Successor($file) {
  try {
    Move-IntoPlace "$($file.Path)$mark.new" $file.Path
    if ((Get-Protection $file.Path).Exact -cne $file.Protection.Exact) { Set-Protection $file.Path $file.Protection.Exact $file.Protection.Owner }
    Test-Protection $file.Path $file.Protection
  } catch { $false }
}

# Backups and successors of all files are on disk before a service is stopped: a full or read-only disk shows here.
function Write-Successors {
  $run.prepared = $true
  foreach ($file in $run.files) {
    if ($file.Class -cne 'source') { continue }
    if (-not ((Save-Backup $file) -and (Write-Successor $file $run.token))) {
      Stop-Refused $run.problem "The new $(Show-Path $file.Path) cannot be written beside the old one."
    }
  }
}

# The moment of change: one replacement per file, with the services down.
function Use-Successors {
  foreach ($file in $run.files) {
    if ($file.Class -cne 'source') { continue }
    Update-Successor $file
    $file.Class = 'written'
    if (-not (Use-Successor $file)) { Stop-Failed 'cannot-write' "$(Show-Path $file.Path) cannot be replaced." }
    $report.files += Show-Path $file.Path
  }
}

# The ActiveGate writes its file itself (a new authToken). What it wrote since we looked is kept.
function Update-Successor($file) {
  $shown = Show-Path $file.Path
  $read = Read-TokenFileOrNull $file.Path $file.Kind
  if ($null -eq $read) { Stop-Failed 'cannot-write' "$shown cannot be read." }
  if (Test-Same $read.Text ($file.Head + $file.Value + $file.Tail)) { return }
  if ($read.Entries -ne 1 -or -not (Test-Same $read.Value $file.Value)) { Stop-Failed 'changed-meanwhile' "$shown was changed by somebody else." }
  $file.Head = $read.Head
  $file.Tail = $read.Tail
  if (-not ((Save-Backup $file) -and (Write-Successor $file $run.token))) { Stop-Failed $run.problem "The new $shown cannot be written beside the old one." }
}

# Puts the old value back into a file: into what it is now (the ActiveGate may have written to it), or, if that has no token or cannot
# be written, as the backup has it. A value of somebody else is left alone and fails.
function Restore-File($file) {
  $read = Read-TokenFileOrNull $file.Path $file.Kind
  if ($null -ne $read -and $read.Entries -eq 1) {
    if (Test-Same $read.Value $file.Value) { return $true }
    if (-not (Test-Same $read.Value $run.token)) { return $false }
    $file.Head = $read.Head
    $file.Tail = $read.Tail
    if ((Write-Successor $file $file.Value) -and (Use-Successor $file)) { return $true }
  } elseif ($null -ne $read -and $read.Entries -gt 1) {
    return $false
  }
  Use-Backup $file
}

# The backup is kept if there is room for a second copy.
function Use-Backup($file) {
  $backup = "$($file.Path)$mark.backup"
  try {
    if (-not [IO.File]::Exists($backup) -or [IO.FileInfo]::new($backup).Length -eq 0) { return $false }
    if ($null -eq $file.Protection) { $file.Protection = Get-Protection $backup }
    $bytes = Read-Bytes $backup
  } catch { return $false }
  try { Write-Bytes "$($file.Path)$mark.new" $bytes $file.Protection } catch {
    try { Move-IntoPlace $backup $file.Path; return $true } catch { return $false }
  }
  Use-Successor $file
}

# Backups that stay on the disk until a later run is through.
function Add-Leftovers {
  foreach ($file in $run.files) { if ([IO.File]::Exists("$($file.Path)$mark.backup")) { $report.leftovers += Show-Path "$($file.Path)$mark.backup" } }
}

function Remove-Work {
  foreach ($file in $run.files) {
    Remove-File "$($file.Path)$mark.new"
    Remove-File "$($file.Path)$mark.backup"
  }
}

# An earlier run may have been killed. Every file is whole, because it is only ever replaced by a whole one; but a disk can lose one.
# A backup of ours then stands in for a file that is gone or holds no known token.
function Repair-Files {
  foreach ($file in $run.files) {
    $backup = "$($file.Path)$mark.backup"
    if (-not [IO.File]::Exists($backup)) { continue }
    $read = Read-TokenFileOrNull $backup $file.Kind
    if ($null -eq $read -or $read.Entries -ne 1) { continue }
    Read-Class $read.Value
    if ($run.class -ceq 'other') { continue }
    if (Test-Exists $file.Path) {
      $read = Read-TokenFileOrNull $file.Path $file.Kind
      if ($null -eq $read -or $read.Entries -ne 0) { continue }
    }
    $null = Use-Backup $file
    $noted.state = 'pending'
  }
}

# --- the registry ----------------------------------------------------------------------------------------------------------------

# One value for the whole machine, although an ActiveGate may serve several environments: only where it equals the old token is it
# ours to change. An older token that people accepted for this ActiveGate's files may be another environment's here. Both views of a 64-bit Windows. It is reached by method calls, because a cmdlet's parameters can be logged.
function Read-RegistryClass([string] $value) {
  if ($run.registryPrint -ceq $run.sourcePrint) { Read-Class $value; return }
  $run.class = 'target'
  if (Test-Same $value $run.token) { return }
  Read-Fingerprint $value
  $run.class = 'other'
  if ($run.print -ceq $run.registryPrint) { $run.class = 'source' }
}

function Read-Registry {
  $run.registry = @()
  foreach ($path in $registryKeys) {
    $item = $null
    try { $item = Get-Item -LiteralPath $path -ErrorAction Stop } catch [Management.Automation.ItemNotFoundException] { continue } catch { $item = $null }
    $shown = $path.Replace('HKLM:', 'HKLM') + "\$registryValue"
    if ($null -eq $item) { Stop-Refused 'unreadable' "The registry key of $shown cannot be read." }
    $value = $item.GetValue($registryValue, $null)
    if ($null -eq $value) { continue }
    if ($run.action -ceq 'probe') {
      if (-not (Test-Same "$value" $run.files[0].Value)) { $run.note += " $shown holds another token; it would be left alone." }
      continue
    }
    if ($value -isnot [string]) { $run.class = 'other' } else { Read-RegistryClass $value }
    if ($run.class -ceq 'other') { $run.note += " $shown holds another token and was left alone." }
    if ($run.class -cne 'source') { continue }
    $key = $null
    try { $key = $item.OpenSubKey('', $true) } catch { $key = $null } # a handle that may write
    if ($null -eq $key) { Stop-Refused 'read-only' "The registry value $shown cannot be written." }
    $run.registry += @{ Shown = $shown; Key = $key; Class = 'source'; Value = $value }
  }
}

# Writes the token into our registry values of that class, or with next = restored what each of them held. The kind of the value stays.
function Set-Registry([string] $class, [string] $next) {
  foreach ($entry in $run.registry) {
    if ($entry.Class -cne $class) { continue }
    $value = $run.token
    if ($next -ceq 'restored') { $value = $entry.Value }
    try {
      $entry.Class = 'written'
      $entry.Key.SetValue($registryValue, $value, $entry.Key.GetValueKind($registryValue))
      if (-not (Test-Same "$($entry.Key.GetValue($registryValue, $null))" $value)) { return $false }
      $entry.Class = $next
    } catch { return $false }
    if ($next -ceq 'written') { $report.files += $entry.Shown }
  }
  $true
}

# --- ActiveGate: the three actions -----------------------------------------------------------------------------------------------

# The generations of the log, each with what it is and how long. A log is followed by what it is, not by its name: the ActiveGate renames its
# generations as it starts. Nor by its time of creation: a new file soon gets that of the one that had its name before.
function Get-Logs {
  $logs = @()
  try {
    if (-not [IO.Directory]::Exists($run.logDirectory)) { return }
    $logs = @([IO.Directory]::GetFiles($run.logDirectory) | Where-Object { $_ -cmatch '\.log(?:\.[0-9]+)?\z' } | ForEach-Object {
        @{ Path = $_; Id = (Get-FileId $_); Length = [IO.FileInfo]::new($_).Length; Mark = ''; From = -1 } })
  } catch { $run.isUnread = $true }
  $logs
}

function Get-FileId([string] $path) {
  $ErrorActionPreference = 'SilentlyContinue'
  try { [regex]::Match("$(& 'fsutil.exe' 'file' 'queryfileid' $path 2>$null)", '0x[0-9A-Fa-f]+').Value } catch { '' }
}

# What tells the first so many bytes of a log from those of any other: its lines carry their times, so the beginning and the end of them
# will do. A file's id alone would not: one that was freed may serve again, and a log can be cut and filled again.
function Get-LogMark([string] $path, [long] $length) {
  try {
    $sha = Get-Sha256
    $part = [math]::Min($length, 4096)
    $beginning = $sha.ComputeHash((Read-Bytes $path 0 $part))
    [BitConverter]::ToString($beginning) + [BitConverter]::ToString($sha.ComputeHash((Read-Bytes $path ($length - $part) $part)))
  } catch {
    $run.isUnread = $true
    ''
  }
}

function Save-Logs {
  $run.logs = @(Get-Logs)
  foreach ($log in $run.logs) { $log.Mark = Get-LogMark $log.Path $log.Length }
}

# Notes where what is from after Save-Logs begins in each log. First come those that are still the same file, then those that begin with what no
# file continues: a copy that was made before the original was cut. All else is new from its beginning.
function Find-Beginnings($logs) {
  $before = @($run.logs)
  foreach ($how in 'same', 'copy') {
    foreach ($log in $logs) {
      foreach ($old in $before) {
        if ($log.From -ge 0 -or $old.From -ge 0 -or $log.Length -lt $old.Length) { continue }
        if ($how -ceq 'same' -and $log.Id -cne $old.Id) { continue }
        if ($how -ceq 'copy' -and $old.Length -eq 0) { continue }
        if ((Get-LogMark $log.Path $old.Length) -cne $old.Mark) { continue }
        $log.From = $old.Length
        $old.From = 0 # taken
      }
    }
  }
}

# Was a message rejected since Save-Logs? Only a hint: a quiet log is weak proof.
function Read-Logs {
  $now = @(Get-Logs)
  Find-Beginnings $now
  $isRejected = $false
  foreach ($log in $now) {
    $from = [math]::Max(0, $log.From)
    try {
      $text = $latin1.GetString((Read-Bytes $log.Path $from ($log.Length - $from)))
      if ($text.IndexOf('REQUEST_REJECTED', [StringComparison]::Ordinal) -ge 0) { $isRejected = $true }
    } catch { $run.isUnread = $true }
  }
  if ($isRejected) { $report.connected = $false } elseif ($now.Count -gt 0 -and -not $run.isUnread) { $report.connected = $true }
}

function Stop-Unfinished {
  if ($noted.state -cin 'pending', 'changed') {
    Stop-Run 0 'probed' 'unfinished-change' "An earlier $($noted.action) is not finished; the next apply or restore completes or undoes it."
  }
}

function Invoke-ActiveGateProbe {
  Read-Files
  Read-Registry
  Wait-Services
  Read-Marker
  Stop-Unfinished
  if ($run.oddFile -cne '') { Stop-Refused 'unexpected-token' "$($run.oddFile) holds another token than authorization.properties." }
  Test-CanStart
  Test-Settled
  Stop-Run 0 'probed' 'ok' 'The ActiveGate is here and can be rotated.'
}

function Invoke-ActiveGateRotation {
  Repair-Files
  Read-Files
  Read-Registry
  Update-Services
  Wait-Services
  Read-Wanted
  Read-ChangeTime $run.newest
  if (@($run.files | Where-Object { $_.Class -ceq 'source' }).Count + $run.registry.Count -eq 0) {
    Add-MainService
    if (Test-ServicesAreCurrent $run.changed) { Stop-Already }
  } else {
    Write-Successors
  }
  Test-CanStart
  Start-Change
  $run.undo = 'activegate'
  if (-not (Stop-Services $run.wanted)) { Stop-Failed 'stop-failed' "Not all services stopped within $($run.stopS) s." }
  Use-Successors
  if (-not (Set-Registry 'source' 'written')) { Stop-Failed 'cannot-write' 'The registry value tenant_token cannot be written.' }
  Save-Change $run.targetPrint
  Save-Logs
  if (-not (Start-Services $run.wanted)) { Stop-Failed 'start-failed' "The services did not come up within $($run.startS) s." }
  if ($run.wanted.Count -gt 0) {
    if ($run.settleS -gt 0) {
      Start-Sleep -Milliseconds ($run.settleS * 1000)
      if (-not (Test-AllAre $run.wanted 'active')) { Stop-Failed 'start-failed' 'A service came up and went down again.' }
    }
    Read-Logs
  }
  Restart-Loose
  Stop-Complete
}

function Undo-ActiveGate {
  $isBack = $true
  foreach ($file in $run.files) { if ($file.Class -ceq 'written' -and -not (Restore-File $file)) { $isBack = $false } }
  if (-not (Set-Registry 'written' 'restored')) { $isBack = $false }
  if ($isBack) {
    Save-Change $run.sourcePrint
    $report.fingerprint = $run.sourcePrint
  }
  if (-not (Restart-Services $run.wanted)) { $isBack = $false }
  Restart-Loose
  if ($isBack) {
    $report.files = @()
    Remove-Work
    Complete-Change
    return $true
  }
  $noted.state = 'pending'
  $null = Save-Marker
  Add-Leftovers
  $false
}

# --- OneAgent --------------------------------------------------------------------------------------------------------------------

# oneagentctl lies in the installation, which the service names when it is not the default.
function Find-OneAgent {
  Find-ServicesOrRefuse $oneAgentServices
  $tools = 'agent', 'tools', 'oneagentctl.exe'
  $run.ctl = Join-Names (Get-ProgramFiles) (@('dynatrace', 'oneagent') + $tools)
  # What the service names comes first: the default path may hold what is left of another installation.
  $match = $null
  if ($run.services.Count -gt 0) { $match = $pathPattern.Match($run.services[0].Path) }
  if ($null -ne $match -and $match.Success) {
    $parts = ($match.Groups[1].Value + $match.Groups[2].Value + $match.Groups[3].Value).Replace('/', '\').Split([char] '\')
    for ($i = 1; $i -lt $parts.Length; $i++) {
      if ($parts[$i] -ne 'agent') { continue }
      $ctl = Join-Names (Resolve-HostPath ($parts[0..($i - 1)] -join '\')) $tools
      if ([IO.File]::Exists($ctl)) { $run.ctl = $ctl } # the innermost is the last
    }
  }
  if (-not [IO.File]::Exists($run.ctl)) {
    if ($run.services.Count -eq 0) { Stop-Run 10 'notInstalled' 'not-installed' 'There is no OneAgent here.' }
    Stop-Refused 'no-oneagentctl' "The OneAgent's service is here, but not $(Show-Path $run.ctl)."
  }
  if ($run.services.Count -eq 0) { Stop-Refused 'no-service' 'oneagentctl is here, but the service Dynatrace OneAgent does not exist.' }
}

# Sets output to what oneagentctl says, without blanks around it.
function Read-Agent([string] $question) {
  $isAnswered = Invoke-Program $run.ctl $question 60
  $run.output = $run.output.Trim()
  $isAnswered
}

function Read-OneAgent {
  if (-not (Read-Agent '--get-tenant')) { Stop-Refused 'oneagentctl-failed' 'oneagentctl --get-tenant failed.' }
  if (-not (Test-Same $run.output $run.environment)) {
    $other = [regex]::Replace($run.output, '[^A-Za-z0-9._-]', '?')
    Stop-Refused 'other-environment' "The OneAgent belongs to environment $other."
  }
  if (-not (Read-Agent '--get-tenant-token')) { Stop-Refused 'oneagentctl-failed' 'oneagentctl --get-tenant-token failed.' }
  if ($run.action -ceq 'probe') {
    if ($run.output -ceq '') { Stop-Refused 'no-key' 'The OneAgent has no tenant token.' }
    Read-Fingerprint $run.output
    $report.fingerprint = $run.print
    return
  }
  Read-Class $run.output
  $report.fingerprint = $run.print
  if ($run.class -ceq 'other') { Stop-Refused 'unexpected-token' "The OneAgent's token is neither the old nor the new one." }
}

function Read-AgentFacts {
  Read-Version
  if (Read-Agent '--get-host-id') { $report.hostId = $run.output.Split([char] 10)[0].Trim() }
}

function Read-Version {
  if ($report.version -ceq '' -and (Read-Agent '--version')) { $report.version = $run.output.Split([char] 10)[0].Trim() }
}

# An asterisk marks the endpoint to which the OneAgent sends right now. One before 1.207 has neither asterisk nor braces: it tells nothing.
function Read-Connection {
  $run.isAsked = $true
  if (-not (Read-Agent '--get-server')) { return $false }
  $servers = $run.output
  $report.connected = $servers.IndexOf([char] '*') -ge 0
  if ($report.connected) { return $true }
  Read-Version
  $version = $versionPattern.Match($report.version)
  if ($version.Success) {
    $marks = [long] $version.Groups[1].Value -ne 1 -or [long] $version.Groups[2].Value -ge 207
  } else {
    $marks = $servers.IndexOf([char] '{') -ge 0
  }
  if (-not $marks) { $report.connected = $null }
  $true
}

function Wait-Connection {
  $deadline = (Get-UtcNow).AddSeconds($run.proveS)
  while ((Read-Connection) -and $report.connected -eq $false) {
    Read-Clock
    if ((Get-UtcNow) -ge $deadline -or $run.now -ge $run.notAfter) { return }
    Start-Sleep -Milliseconds 1000
  }
}

# Processes whose agent library was loaded before the OneAgent's last start keep the token of that time.
function Read-Stale {
  if ($run.services.Count -eq 0 -or $run.services[0].Started -le 0) { return }
  try { $processes = @(Get-Process -ErrorAction SilentlyContinue) } catch { return }
  $narrow = @(Read-NarrowProcesses)
  $count = 0
  $names = @()
  foreach ($process in $processes) {
    try {
      $holds = $narrow -contains $process.Id
      if (-not $holds) { foreach ($module in $process.Modules) { if ($module.ModuleName -like 'oneagent*.dll') { $holds = $true; break } } }
      # The agent's own processes begin a moment before the service counts as running.
      if (-not $holds -or $process.ProcessName -like 'oneagent*' -or $process.StartTime.ToUniversalTime() -ge $run.services[0].Exact) { continue }
      $count++
      if ($names.Count -lt 5 -and $names -cnotcontains $process.ProcessName) { $names += $process.ProcessName }
    } catch { continue } # it ended, or nobody may look into it
  }
  $report.stale = @{ Total = $count; Names = $names }
}

# A 64-bit 5.1 does not see the modules of 32-bit processes; the 32-bit tasklist does. Its lines are CSV: name, id, modules.
function Read-NarrowProcesses {
  $tasklist = Resolve-HostPath 'C:\Windows\SysWOW64\tasklist.exe'
  if ($given.ROOT -ceq '') { $tasklist = Join-Names $env:SystemRoot 'SysWOW64', 'tasklist.exe' }
  if (-not [IO.File]::Exists($tasklist) -or -not (Invoke-Program $tasklist '/M oneagent*.dll /FO CSV /NH' 60)) { return }
  foreach ($match in [regex]::Matches($run.output, '(?m)^"[^"]*","([0-9]{1,9})",')) { [int] $match.Groups[1].Value }
}

function Invoke-OneAgentProbe {
  Read-OneAgent
  Read-AgentFacts
  $null = Read-Connection
  Read-Stale
  Wait-Services
  Read-Marker
  Stop-Unfinished
  Test-CanStart
  Test-Settled
  Stop-Run 0 'probed' 'ok' 'The OneAgent is here and can be rotated.'
}

function Invoke-OneAgentRotation {
  Read-OneAgent
  $isThere = $run.class -ceq 'target'
  Update-Services
  Wait-Services
  if ($run.services[0].State -ceq 'active') { $run.agentMoment = $run.services[0].Moment }
  Read-Wanted
  $settings = Join-Names (Get-ProgramData) 'dynatrace', 'oneagent', 'agent', 'config', 'deployment.conf'
  $seen = 0
  try { if ([IO.File]::Exists($settings)) { $seen = ConvertTo-UnixTime ([IO.File]::GetLastWriteTimeUtc($settings)) } } catch { $seen = 0 }
  Read-ChangeTime $seen
  if ($isThere) {
    Add-MainService
    if (Test-ServicesAreCurrent $run.changed) { Stop-Already }
  }
  Test-CanStart
  Start-Change
  $run.undo = 'oneagent'
  $changed = $run.now
  if (-not $isThere -and -not (Set-AgentToken $run.token)) { Stop-Failed 'set-failed' 'oneagentctl did not take the token.' }
  $run.changed = $changed
  $report.fingerprint = $run.targetPrint
  $noted.state = 'changed'
  $noted.fingerprint = $run.targetPrint
  $noted.changed = "$changed"
  $null = Save-Marker
  if (-not (Restart-Agent)) { Stop-Failed 'start-failed' "The service Dynatrace OneAgent did not come up within $($run.startS) s." }
  if ($run.wanted.Count -gt 0) { Wait-Connection }
  Stop-Complete
}

# Puts a token into the OneAgent and makes sure that it is there. Setters need the service stopped: --restart-service does that,
# an oneagentctl that does not know it (before 1.189) gets it step by step.
function Set-AgentToken([string] $value) {
  $limit = $run.stopS + $run.startS
  $deadline = (Get-UtcNow).AddSeconds($limit)
  $setters = "--set-tenant=$($run.environment) --set-tenant-token=$value"
  $affected = @($run.wanted) + @($run.loose)
  if ($affected.Count -gt 0) {
    $null = Invoke-Program $run.ctl "$setters --restart-service" $limit
    if (Test-AgentHas $value) { return $true }
    if ((Get-UtcNow) -ge $deadline -or -not (Stop-Services $affected)) { return $false }
  }
  $null = Invoke-Program $run.ctl $setters $run.startS
  Test-AgentHas $value
}

function Test-AgentHas([string] $value) { (Read-Agent '--get-tenant-token') -and (Test-Same $run.output $value) }

# Makes sure that the service runs and was started after the change.
function Restart-Agent {
  if ($run.wanted.Count -eq 0) {
    Restart-Loose
    return Read-States
  }
  $main = $run.services[0]
  if (-not (Read-States)) { return $false }
  Read-StartTimes
  if ($main.State -ceq 'active' -and $main.Started -ge $run.changed -and $main.Moment -cne $run.agentMoment -and
    (Test-AllAre $run.wanted 'active')) { return $true }
  if ($main.State -cne 'active' -and (Start-Services $run.wanted)) { return $true }
  Restart-Services $run.wanted
}

function Undo-OneAgent {
  $isBack = $true
  if ($run.sourceValue -cne '' -and -not (Test-AgentHas $run.sourceValue)) {
    $null = Stop-Services (@($run.wanted) + @($run.loose))
    $null = Invoke-Program $run.ctl "--set-tenant=$($run.environment) --set-tenant-token=$($run.sourceValue)" $run.startS
    $isBack = Test-AgentHas $run.sourceValue
  }
  if ($isBack -and $run.sourceValue -cne '') {
    $report.fingerprint = $run.sourcePrint
    Save-Change $run.sourcePrint
  }
  if (-not (Restart-Services $run.wanted)) { $isBack = $false }
  Restart-Loose
  if ($isBack) {
    Complete-Change
    return $true
  }
  $noted.state = 'pending'
  $null = Save-Marker
  $false
}

# --- what else is on the machine -------------------------------------------------------------------------------------------------

# One probe is for the whole machine: it tells every component, whichever it was asked about.
function Read-Components {
  $found = @(Read-Component 'oneagent') + @(Read-Component 'activegate')
  $report.components = @($found | Where-Object { $_.Code -cne 'not-installed' })
}

# Looks for one component. Whatever that finds or refuses, it leaves nothing behind for the other. A component that was not asked about
# and that serves this environment is probed too: what that says comes with it, and nobody need ask again.
function Read-Component([string] $name) {
  $kept = $run.Clone()
  $reported = $report.Clone()
  $marked = $noted.Clone()
  $component = @{ Name = $name; Code = 'ok'; Facts = ''; Services = @(); Environments = @() }
  $isProbed = $false
  try {
    if ($name -ceq 'oneagent') {
      Find-OneAgent
      $component.Services = $run.services
      if ((Read-Agent '--get-tenant') -and $run.output -cne '') { $component.Environments = @($run.output.Split([char] 10)[0].Trim()) } else { $component.Code = 'oneagentctl-failed' }
    } else {
      Find-ActiveGate
      $component.Services = $run.services
      $file = $run.files[0].Path
      if (-not [IO.File]::Exists($file)) { $component.Code = 'unreadable' }
      $component.Environments = @(Read-Lines $file | ForEach-Object { $sectionPattern.Match($_.Replace($byteOrderMark, '')) } |
          Where-Object { $_.Success } | ForEach-Object { $_.Groups[1].Value })
    }
    if ($name -cne $kept.component -and $component.Environments -ccontains $run.environment) {
      $isProbed = $true
      $run.component = $name
      Find-State
      if ($name -ceq 'activegate') { Invoke-ActiveGateProbe } else { Invoke-OneAgentProbe }
    }
  } catch {
    $component.Code = 'internal-error'
    if ($null -ne $run.answer) {
      $component.Code = $run.answer.Code
      if ($isProbed) { $component.Facts = Get-FactsText $run.answer.Outcome $run.answer.Message }
    }
  }
  if ($component.Services.Count -eq 0) { $component.Services = $run.services }
  foreach ($key in $kept.Keys) { $run[$key] = $kept[$key] }
  foreach ($key in $reported.Keys) { $report[$key] = $reported[$key] }
  foreach ($key in $marked.Keys) { $noted[$key] = $marked[$key] }
  $component
}

# What a probe of the component itself would report.
function Get-FactsText([string] $outcome, [string] $message) {
  $connected = 'null'
  if ($null -ne $report.connected) { $connected = ([string] $report.connected).ToLowerInvariant() }
  $stale = 'null'
  if ($null -ne $report.stale) { $stale = '{"count":' + $report.stale.Total + ',"names":' + (ConvertTo-QuotedList $report.stale.Names 32) + '}' }
  '"outcome":"' + $outcome + '","message":' + (ConvertTo-Quoted $message 200) + ',"fingerprint":' + (ConvertTo-QuotedOrNull $report.fingerprint 16) +
    ',"version":' + (ConvertTo-QuotedOrNull $report.version 40) + ',"hostId":' + (ConvertTo-QuotedOrNull $report.hostId 40) +
    ',"connected":' + $connected + ',"stale":' + $stale + ','
}

# --- the end of a good run -------------------------------------------------------------------------------------------------------

# Nothing to write and nothing to restart.
function Stop-Already {
  Remove-Work
  Disable-Guard $noted.guard
  $noted.state = 'done'
  $noted.fingerprint = $run.targetPrint
  $noted.changed = "$($run.changed)"
  $noted.guard = ''
  $null = Save-Marker
  Read-Facts
  if ($run.action -cne 'apply') { Stop-Run 0 'restored' 'already-restored' 'The old token was already in place; nothing was restarted.' }
  Stop-Run 0 'alreadyCurrent' 'ok' 'The new token was already in place; nothing was restarted.'
}

function Stop-Complete {
  $run.undo = ''
  Remove-Work
  Complete-Change
  $run.begun = $null # from here on there is nothing to abandon
  $run.prepared = $false
  $report.fingerprint = $run.targetPrint
  Read-Facts
  $left = ''
  if ($run.loose.Count -gt 0) {
    $left = " Not up to stay before, so restarted but not waited for: $($run.loose -join ', ')."
  } elseif ($run.wanted.Count -eq 0) { $left = ' The service did not run before and was left so.' }
  if ($run.action -cne 'apply') { Stop-Run 0 'restored' 'ok' "The old token is back.$left" }
  Stop-Run 0 'rotated' 'ok' "The new token is in place.$left"
}

function Read-Facts {
  if ($run.component -cne 'oneagent') { return }
  try {
    Read-AgentFacts
    if (-not $run.isAsked) { $null = Read-Connection }
    Read-Stale
  } catch { $run.note += ' Not all facts about the agent could be read.' } # they decorate the report; none of them ends the run
}

function Invoke-Rotation {
  Clear-Marker
  Read-Clock
  $run.clock = $run.now
  Read-Parameters
  if ($given.ROOT -ceq '') {
    # A 32-bit process is shown another registry, another System32 and another Program Files.
    if ([Environment]::Is64BitOperatingSystem -and -not [Environment]::Is64BitProcess) {
      Stop-Run 30 'refused' 'bad-input' 'This is a 32-bit PowerShell on a 64-bit Windows: run the 64-bit one.'
    }
    $env:Path = "$env:SystemRoot\System32;$env:Path" # the tools are Windows' own
  }
  Find-State
  if ($run.action -cne 'probe') { Test-Order } else { Read-Components }
  if ($run.component -ceq 'activegate') { Find-ActiveGate } else { Find-OneAgent }
  if ($run.action -ceq 'probe') {
    if ($run.component -ceq 'activegate') { Invoke-ActiveGateProbe } else { Invoke-OneAgentProbe }
  }
  Read-Fingerprint $run.token
  $run.targetPrint = $run.print
  Enter-Lock
  Test-Order # again: waiting for the lock took time, and its holder may have been a newer command
  # A command that was accepted shuts out every older one, even if it finds nothing to do.
  if ($noted.state -ceq '') { $noted.state = 'done' }
  if (-not (Save-Marker)) { Stop-Refused 'state-not-writable' "The marker $(Show-Path $run.marker) cannot be written." }
  if ($run.component -ceq 'activegate') { Invoke-ActiveGateRotation } else { Invoke-OneAgentRotation }
}

try { Invoke-Rotation } catch {
  if ($null -eq $run.answer) {
    $what = "The script ended unexpectedly (line $($_.InvocationInfo.ScriptLineNumber), $($_.Exception.GetBaseException().GetType().Name))."
    try { Stop-Failed 'internal-error' $what } catch { $run.token = '' }
  }
}
if ($null -ne $run.lock) { $run.lock.Dispose() }
if ($null -eq $run.answer) { exit 50 }
''
$run.answer.Line
exit $run.answer.ExitCode
