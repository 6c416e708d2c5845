<?xml version="1.0"?>
<CHANNEL HREF="http://cdf.example/"><TITLE>Old Channel</TITLE><ABSTRACT>Pushed</ABSTRACT>
<ITEM HREF="http://cdf.example/one"><TITLE>One</TITLE><ABSTRACT>First of all</ABSTRACT></ITEM></CHANNEL>
